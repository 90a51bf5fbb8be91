package dev.caravan.routes;

import dev.caravan.component.ObjectStoreEndpoint;
import dev.caravan.local.MemoryStore;
import dev.caravan.store.ObjectStore;
import java.util.Map;
import org.apache.camel.Component;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;

/** The real endpoints and producers with a store in memory. */
final class MemoryComponent extends DefaultComponent {

    private final MemoryStore store;

    MemoryComponent(MemoryStore store) {
        this.store = store;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        MemoryEndpoint endpoint = new MemoryEndpoint(uri, this, remaining, store);
        setProperties(endpoint, parameters);
        return endpoint;
    }

    private static final class MemoryEndpoint extends ObjectStoreEndpoint {

        private final MemoryStore store;

        MemoryEndpoint(String uri, Component component, String bucket, MemoryStore store) {
            super(uri, component, bucket);
            this.store = store;
        }

        @Override
        protected ObjectStore open() {
            return store;
        }
    }
}
