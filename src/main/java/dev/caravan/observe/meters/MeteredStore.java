package dev.caravan.observe.meters;

import dev.caravan.observe.meters.StoreMeters.Operation;
import dev.caravan.store.GetRequest;
import dev.caravan.store.ListRequest;
import dev.caravan.store.ObjectContent;
import dev.caravan.store.ObjectInfo;
import dev.caravan.store.ObjectPage;
import dev.caravan.store.ObjectStore;
import dev.caravan.store.VersionPage;
import dev.caravan.store.VersionRequest;
import dev.caravan.store.WritableStore;
import java.time.Instant;
import java.util.Optional;

/** Times the requests to a store; used only with metrics. */
class MeteredStore implements ObjectStore {

    private final ObjectStore store;
    private final StoreMeters meters;

    MeteredStore(ObjectStore store, StoreMeters meters) {
        this.store = store;
        this.meters = meters;
    }

    /** Wraps a store; a writable one stays writable. */
    static ObjectStore around(ObjectStore store, StoreMeters meters) {
        return store instanceof WritableStore writable
                ? new MeteredWritableStore(writable, meters)
                : new MeteredStore(store, meters);
    }

    @Override
    public final String name() {
        return store.name();
    }

    @Override
    public final ObjectPage list(ListRequest request) {
        return meters.timed(Operation.LIST, () -> store.list(request));
    }

    @Override
    public final ObjectInfo head(String key) {
        return meters.timed(Operation.HEAD, () -> store.head(key));
    }

    @Override
    public final ObjectInfo describe(String key) {
        return meters.timed(Operation.HEAD, () -> store.describe(key));
    }

    @Override
    public final ObjectInfo head(String key, String versionId) {
        return meters.timed(Operation.HEAD, () -> store.head(key, versionId));
    }

    @Override
    public final ObjectInfo describe(String key, String versionId) {
        return meters.timed(Operation.HEAD, () -> store.describe(key, versionId));
    }

    @Override
    public final VersionPage versions(VersionRequest request) {
        return meters.timed(Operation.LIST, () -> store.versions(request));
    }

    @Override
    public final ObjectContent get(GetRequest request) {
        return meters.timed(Operation.GET, () -> store.get(request));
    }

    @Override
    public final void check() {
        meters.timed(Operation.LIST, store::check);
    }

    @Override
    public final Optional<Instant> time() {
        return store.time();
    }

    @Override
    public final long backOffNanos() {
        return store.backOffNanos();
    }

    @Override
    public final long requests() {
        return store.requests();
    }

    @Override
    public final long refusals() {
        return store.refusals();
    }

    @Override
    public final void close() {
        store.close();
    }
}
