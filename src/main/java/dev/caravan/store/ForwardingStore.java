package dev.caravan.store;

import java.time.Instant;
import java.util.Optional;

/** Forwards every call to another store; subclasses override what they add. */
public class ForwardingStore implements ObjectStore {

    private final ObjectStore store;

    protected ForwardingStore(ObjectStore store) {
        this.store = store;
    }

    @Override
    public final String name() {
        return store.name();
    }

    @Override
    public ObjectPage list(ListRequest request) {
        return store.list(request);
    }

    @Override
    public ObjectInfo head(String key, String versionId, boolean complete) {
        return store.head(key, versionId, complete);
    }

    @Override
    public VersionPage versions(VersionRequest request) {
        return store.versions(request);
    }

    @Override
    public ObjectContent get(GetRequest request) {
        return store.get(request);
    }

    @Override
    public void check() {
        store.check();
    }

    @Override
    public final AdaptivePace pace() {
        return store.pace();
    }

    @Override
    public final Optional<Instant> time() {
        return store.time();
    }

    @Override
    public final String way() {
        return store.way();
    }

    @Override
    public void close() {
        store.close();
    }
}
