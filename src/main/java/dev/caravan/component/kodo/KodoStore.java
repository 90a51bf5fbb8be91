package dev.caravan.component.kodo;

import dev.caravan.component.wire.Absence;
import dev.caravan.component.wire.Attempts;
import dev.caravan.component.wire.StoreErrors;
import dev.caravan.job.Printable;
import dev.caravan.store.AdaptivePace;
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

/** A bucket of Qiniu Kodo. */
public final class KodoStore implements ObjectStore {

    private final String name;
    private final boolean withMetadata;
    private final Attempts attempts;
    private final KodoWire wire;
    private final ListCall list;
    private final DownloadCall download;
    private final Absence absence;

    /**
     * Creates the store without a request; copies the configuration.
     *
     * @throws InvalidException for an invalid bucket name or missing credentials
     */
    public KodoStore(String bucket, KodoConfiguration configuration) {
        // The name becomes a part of a host's.
        if (bucket == null || !bucket.matches("[A-Za-z0-9_.-]+")) {
            throw new InvalidException(
                    "no bucket of Qiniu Kodo can be called '" + Printable.of(String.valueOf(bucket)) + "'",
                    "InvalidBucketName");
        }
        KodoConfiguration own = configuration.copy();
        name = "kodo://" + bucket;
        withMetadata = own.isIncludeMetadata();
        attempts = Attempts.of(name, own);
        wire = new KodoWire(bucket, new KodoErrors(name), own);
        list = new ListCall(wire, attempts, bucket);
        download = new DownloadCall(wire, attempts, withMetadata);
        absence = new Absence(list::list, download::get);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public ObjectPage list(ListRequest request) {
        try {
            return list.list(request);
        } catch (NotFoundException e) {
            throw StoreErrors.nowhere(e);
        }
    }

    @Override
    public ObjectInfo head(String key, String versionId, boolean complete) {
        if (!versionId.isEmpty()) {
            throw new UnsupportedOperationException(name + ": versions aren't read");
        }
        try {
            return attempts.anonymous() ? download.head(key) : lookUp(key);
        } catch (NotFoundException e) {
            throw attempts.anonymous() ? absence.afterHead(key, e) : absence.afterGet(key, e);
        }
    }

    private ObjectInfo lookUp(String key) {
        return attempts.make(
                () -> wire.errors().what("STAT", key),
                credentials -> wire.stat(key, credentials).info(key, withMetadata));
    }

    @Override
    public ObjectContent get(GetRequest request) {
        try {
            return download.get(request);
        } catch (NotFoundException e) {
            throw absence.afterGet(request.key(), e);
        }
    }

    @Override
    public void check() {
        StoreErrors.requireListable(this);
    }

    @Override
    public String way() {
        return wire.way();
    }

    @Override
    public Optional<Instant> time() {
        return wire.time();
    }

    /** Returns how many connections are held by unfinished answers. */
    int connectionsInUse() {
        return wire.connectionsInUse();
    }

    @Override
    public AdaptivePace pace() {
        return attempts.pace();
    }

    @Override
    public void close() {
        wire.close();
    }
}
