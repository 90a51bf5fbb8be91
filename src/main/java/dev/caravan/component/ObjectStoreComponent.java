package dev.caravan.component;

import dev.caravan.store.ObjectStore;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.apache.camel.Endpoint;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.support.DefaultComponent;

/**
 * One provider. Registered under another name (say {@code source}) with a configuration of its own, it lets routes name a role
 * instead of a provider. Endpoints without options of their own share one store a bucket, and so its connections and its pace.
 */
@ManagedResource(description = "A store of objects: listing, reading, and where it can be a destination, writing")
public abstract class ObjectStoreComponent extends DefaultComponent {

    private final Map<String, ObjectStore> stores = new ConcurrentHashMap<>();
    private UnaryOperator<ObjectStore> around = UnaryOperator.identity();

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        ObjectStoreEndpoint endpoint = endpoint(uri, remaining);
        boolean ownOptions = parameters.keySet().stream().anyMatch(name -> !name.equals("operation"));
        setProperties(endpoint, parameters);
        endpoint.setShared(!ownOptions);
        return endpoint;
    }

    /** An endpoint with a copy of the component's configuration, on top of which its own options come. */
    protected abstract ObjectStoreEndpoint endpoint(String uri, String bucket);

    /** A store with the component's configuration. */
    protected abstract ObjectStore open(String bucket);

    /** A store with the component's configuration that no endpoint shares. It is the caller's to close. */
    public final ObjectStore openStore(String bucket) {
        return open(bucket);
    }

    /** The store that all endpoints of a bucket share. */
    final ObjectStore sharedStore(String bucket) {
        return stores.computeIfAbsent(bucket, name -> around.apply(open(name)));
    }

    /** Has every store of this component seen through another one, from before the first is opened. */
    public final void putAround(UnaryOperator<ObjectStore> outer) {
        around = outer;
    }

    final ObjectStore seen(ObjectStore own) {
        return around.apply(own);
    }

    @Override
    protected void doShutdown() throws Exception {
        stores.values().forEach(ObjectStore::close);
        stores.clear();
        super.doShutdown();
    }
}
