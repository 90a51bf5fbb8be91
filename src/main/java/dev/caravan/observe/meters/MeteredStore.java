package dev.caravan.observe.meters;

import dev.caravan.observe.meters.StoreMeters.Operation;
import dev.caravan.store.ForwardingStore;
import dev.caravan.store.GetRequest;
import dev.caravan.store.ListRequest;
import dev.caravan.store.ObjectContent;
import dev.caravan.store.ObjectInfo;
import dev.caravan.store.ObjectPage;
import dev.caravan.store.ObjectStore;
import dev.caravan.store.VersionPage;
import dev.caravan.store.VersionRequest;
import dev.caravan.store.WritableStore;

/** Times the requests to a store; used only with metrics. */
class MeteredStore extends ForwardingStore {

    private final StoreMeters meters;

    MeteredStore(ObjectStore store, StoreMeters meters) {
        super(store);
        this.meters = meters;
    }

    /** Wraps a store; a writable one stays writable. */
    static ObjectStore around(ObjectStore store, StoreMeters meters) {
        return store instanceof WritableStore writable
                ? new MeteredWritableStore(writable, meters)
                : new MeteredStore(store, meters);
    }

    @Override
    public final ObjectPage list(ListRequest request) {
        return meters.timed(Operation.LIST, () -> super.list(request));
    }

    @Override
    public final ObjectInfo head(String key, String versionId, boolean complete) {
        return meters.timed(Operation.HEAD, () -> super.head(key, versionId, complete));
    }

    @Override
    public final VersionPage versions(VersionRequest request) {
        return meters.timed(Operation.LIST, () -> super.versions(request));
    }

    @Override
    public final ObjectContent get(GetRequest request) {
        return meters.timed(Operation.GET, () -> super.get(request));
    }

    @Override
    public final void check() {
        meters.timed(Operation.LIST, super::check);
    }
}
