package dev.caravan.component.oss;

import dev.caravan.component.ObjectStoreComponent;
import dev.caravan.component.ObjectStoreEndpoint;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;

/** Aliyun OSS as a read-only source. */
@Component("oss")
public class OssComponent extends ObjectStoreComponent {

    @Metadata(description = "The default options of all endpoints")
    private OssConfiguration configuration = new OssConfiguration();

    @Override
    protected ObjectStoreEndpoint endpoint(String uri, String bucket) {
        return new OssEndpoint(uri, this, bucket, configuration.copy());
    }

    public OssConfiguration getConfiguration() {
        return configuration;
    }

    /** Sets the defaults of this component's endpoints; an endpoint's own options override them. */
    public void setConfiguration(OssConfiguration configuration) {
        this.configuration = configuration;
    }
}
