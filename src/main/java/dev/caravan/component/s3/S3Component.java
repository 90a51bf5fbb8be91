package dev.caravan.component.s3;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/**
 * Amazon S3 and the stores that speak its protocol. Registered under another name (say {@code source}) with a
 * configuration of its own, it lets routes name a role instead of a provider.
 */
@Component("s3")
public class S3Component extends DefaultComponent {

    @Metadata(description = "What endpoints of this component start from")
    private S3Configuration configuration = new S3Configuration();

    private final Map<String, S3Store> stores = new ConcurrentHashMap<>();

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        S3Endpoint endpoint = new S3Endpoint(uri, this, remaining, configuration.copy());
        boolean ownOptions = parameters.keySet().stream().anyMatch(name -> !name.equals("operation"));
        setProperties(endpoint, parameters);
        endpoint.setShared(!ownOptions);
        return endpoint;
    }

    /** The store that all endpoints of a bucket share, so that they share connections and back-off. */
    S3Store sharedStore(String bucket) {
        return stores.computeIfAbsent(bucket, name -> new S3Store(name, configuration));
    }

    @Override
    protected void doShutdown() throws Exception {
        stores.values().forEach(S3Store::close);
        stores.clear();
        super.doShutdown();
    }

    public S3Configuration getConfiguration() {
        return configuration;
    }

    /** What endpoints of this component start from; an endpoint's own options come on top. */
    public void setConfiguration(S3Configuration configuration) {
        this.configuration = configuration;
    }
}
