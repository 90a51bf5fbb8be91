package dev.caravan.component;

import dev.caravan.store.ObjectStore;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.apache.camel.Endpoint;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.support.DefaultComponent;

/**
 * One provider. Registered under another name (such as {@code source}) with its own configuration, it lets routes name
 * a role. Endpoints without own options share one store per bucket, with its connections and pace.
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

    /** Creates an endpoint with a copy of the component's configuration, which its own options override. */
    protected abstract ObjectStoreEndpoint endpoint(String uri, String bucket);

    /** Opens a store with the component's configuration that no endpoint shares; the caller closes it. */
    public final ObjectStore openStore(String bucket) {
        return endpoint(bucket, bucket).open();
    }

    /** Returns the store that all endpoints of a bucket share. */
    final ObjectStore sharedStore(String bucket) {
        return stores.computeIfAbsent(bucket, name -> around.apply(openStore(name)));
    }

    /** Wraps every store of this component. Call before the first is opened. */
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
