package dev.caravan.component.cos;

import dev.caravan.component.wire.Absence;
import dev.caravan.component.wire.ListedEncoding;
import dev.caravan.component.wire.StoreErrors;
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

/**
 * A bucket of Tencent COS.
 *
 * <p>Its listings may be behind for a while: what they don't show may be there, and what they show may be gone. Reads and HEADs
 * are of the present.
 */
public final class CosStore implements ObjectStore {

    private final String name;
    private final CosWire wire;
    private final ListObjectsCall listObjects;
    private final GetObjectCall getObject;
    private final Absence absence;

    /**
     * Resolves where the bucket is; no request is sent to it yet.
     *
     * @param bucket the bucket's name, with the number of its account: {@code photos-1250000000}
     * @param configuration is copied
     * @throws InvalidException when there can be no such bucket, or the region or the credentials are missing
     */
    public CosStore(String bucket, CosConfiguration configuration) {
        CosConfiguration own = configuration.copy();
        CosAddress address = CosAddress.of(bucket, own);
        name = "cos://" + Printable.of(bucket);
        wire = new CosWire(address, new CosErrors(name), own);
        getObject = new GetObjectCall(wire, own.isIncludeMetadata());
        listObjects = new ListObjectsCall(wire, new ListedEncoding(true, getObject::head));
        absence = new Absence(listObjects::list, getObject::get);
    }

    @Override
    public String name() {
        return name;
    }

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
        return wire.backOffNanos();
    }

    @Override
    public void close() {
        wire.close();
    }
}
