package dev.caravan.report;

import dev.caravan.store.ForwardingStore;
import dev.caravan.store.GetRequest;
import dev.caravan.store.ListRequest;
import dev.caravan.store.ObjectContent;
import dev.caravan.store.ObjectInfo;
import dev.caravan.store.ObjectPage;
import dev.caravan.store.ObjectStore;
import dev.caravan.store.VersionPage;
import dev.caravan.store.VersionRequest;
import java.util.concurrent.atomic.LongAdder;

/** Counts the requests to a store. */
final class CountedStore extends ForwardingStore {

    private final LongAdder lists = new LongAdder();
    private final LongAdder reads = new LongAdder();

    CountedStore(ObjectStore store) {
        super(store);
    }

    long lists() {
        return lists.sum();
    }

    long reads() {
        return reads.sum();
    }

    @Override
    public ObjectPage list(ListRequest request) {
        lists.increment();
        return super.list(request);
    }

    @Override
    public ObjectInfo head(String key, String versionId, boolean complete) {
        reads.increment();
        return super.head(key, versionId, complete);
    }

    @Override
    public VersionPage versions(VersionRequest request) {
        lists.increment();
        return super.versions(request);
    }

    @Override
    public ObjectContent get(GetRequest request) {
        reads.increment();
        return super.get(request);
    }

    /** Lists one object, as every store's check does. */
    @Override
    public void check() {
        lists.increment();
        super.check();
    }
}
