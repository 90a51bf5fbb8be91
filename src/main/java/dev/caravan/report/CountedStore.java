package dev.caravan.report;

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
final class CountedStore implements ObjectStore {

    private final ObjectStore store;
    private final LongAdder lists = new LongAdder();
    private final LongAdder reads = new LongAdder();

    CountedStore(ObjectStore store) {
        this.store = store;
    }

    long lists() {
        return lists.sum();
    }

    long reads() {
        return reads.sum();
    }

    @Override
    public String name() {
        return store.name();
    }

    @Override
    public ObjectPage list(ListRequest request) {
        lists.increment();
        return store.list(request);
    }

    @Override
    public ObjectInfo head(String key) {
        reads.increment();
        return store.head(key);
    }

    @Override
    public ObjectInfo head(String key, String versionId) {
        reads.increment();
        return store.head(key, versionId);
    }

    @Override
    public VersionPage versions(VersionRequest request) {
        lists.increment();
        return store.versions(request);
    }

    @Override
    public ObjectContent get(GetRequest request) {
        reads.increment();
        return store.get(request);
    }

    /** Lists one object, as every store's check does. */
    @Override
    public void check() {
        lists.increment();
        store.check();
    }

    @Override
    public long backOffNanos() {
        return store.backOffNanos();
    }

    @Override
    public long requests() {
        return store.requests();
    }

    @Override
    public void close() {
        store.close();
    }
}
