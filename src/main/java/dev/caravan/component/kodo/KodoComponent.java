package dev.caravan.component.kodo;

import dev.caravan.component.ObjectStoreComponent;
import dev.caravan.component.ObjectStoreEndpoint;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;

/** Qiniu Kodo as a read-only source. */
@Component("kodo")
public class KodoComponent extends ObjectStoreComponent {

    @Metadata(description = "The default options of all endpoints")
    private KodoConfiguration configuration = new KodoConfiguration();

    @Override
    protected ObjectStoreEndpoint endpoint(String uri, String bucket) {
        return new KodoEndpoint(uri, this, bucket, configuration.copy());
    }

    public KodoConfiguration getConfiguration() {
        return configuration;
    }

    /** Sets the defaults of this component's endpoints; an endpoint's own options override them. */
    public void setConfiguration(KodoConfiguration configuration) {
        this.configuration = configuration;
    }
}
