package dev.caravan.component.oss;

import dev.caravan.component.wire.Absence;
import dev.caravan.component.wire.Attempts;
import dev.caravan.component.wire.Connections;
import dev.caravan.component.wire.StoreErrors;
import dev.caravan.job.OssSignature;
import dev.caravan.job.Printable;
import dev.caravan.store.GetRequest;
import dev.caravan.store.InvalidException;
import dev.caravan.store.ListRequest;
import dev.caravan.store.NotFoundException;
import dev.caravan.store.ObjectContent;
import dev.caravan.store.ObjectInfo;
import dev.caravan.store.ObjectPage;
import dev.caravan.store.ObjectStore;
import java.time.Instant;
import java.util.Optional;

/** A bucket of Aliyun OSS, to read from. */
public final class OssStore implements ObjectStore {

    private final String name;
    private final OssWire wire;
    private final Attempts attempts;
    private final ListObjectsCall listObjects;
    private final GetObjectCall getObject;
    private final Absence absence;

    /**
     * Resolves where the bucket is; no request is sent to it yet.
     *
     * @param bucket the bucket's name
     * @param configuration is copied
     * @throws InvalidException when there can be no such bucket, or no region or no credentials are known
     */
    public OssStore(String bucket, OssConfiguration configuration) {
        OssConfiguration own = configuration.copy();
        OssAddress address = OssAddress.of(bucket, own);
        name = "oss://" + Printable.of(bucket);
        attempts = Attempts.of(name, own);
        OssSigner signer =
                own.getSignature() == OssSignature.V1 ? new OssV1(bucket) : new OssV4(bucket, address.region());
        wire = new OssWire(address, signer, new OssErrors(name), attempts, new Connections(address.target(), own));
        getObject = new GetObjectCall(wire, own.isIncludeMetadata());
        listObjects = new ListObjectsCall(wire, getObject::head);
        absence = new Absence(listObjects::list, getObject::get);
    }

    @Override
    public String name() {
        return name;
    }

    /** One page; each symbolic link on it costs one more request. */
    @Override
    public ObjectPage list(ListRequest request) {
        try {
            return listObjects.list(request);
        } catch (NotFoundException e) {
            throw StoreErrors.nowhere(e);
        }
    }

    @Override
    public ObjectInfo head(String key) {
        try {
            return getObject.head(key);
        } catch (NotFoundException e) {
            throw absence.afterHead(key, e);
        }
    }

    @Override
    public ObjectContent get(GetRequest request) {
        try {
            return getObject.get(request);
        } catch (NotFoundException e) {
            throw absence.afterGet(request.key(), e);
        }
    }

    @Override
    public void check() {
        StoreErrors.requireListable(this);
    }

    @Override
    public Optional<Instant> time() {
        return wire.time();
    }

    /** How many connections are held by answers that were neither read to their end nor given up. */
    int connectionsInUse() {
        return wire.connectionsInUse();
    }

    @Override
    public long backOffNanos() {
        return attempts.backOffNanos();
    }

    @Override
    public void close() {
        wire.close();
    }
}
