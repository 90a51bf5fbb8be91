package dev.caravan.component.cos;

import dev.caravan.component.ObjectStoreComponent;
import dev.caravan.component.ObjectStoreEndpoint;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;

/** Tencent COS as a read-only source. */
@Component("cos")
public class CosComponent extends ObjectStoreComponent {

    @Metadata(description = "The default options of all endpoints")
    private CosConfiguration configuration = new CosConfiguration();

    @Override
    protected ObjectStoreEndpoint endpoint(String uri, String bucket) {
        return new CosEndpoint(uri, this, bucket, configuration.copy());
    }

    public CosConfiguration getConfiguration() {
        return configuration;
    }

    /** Sets the defaults of this component's endpoints; an endpoint's own options override them. */
    public void setConfiguration(CosConfiguration configuration) {
        this.configuration = configuration;
    }
}
