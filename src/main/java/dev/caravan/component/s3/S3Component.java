package dev.caravan.component.s3;

import dev.caravan.component.ObjectStoreComponent;
import dev.caravan.component.ObjectStoreEndpoint;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;

/** Amazon S3 and S3-compatible stores. */
@Component("s3")
public class S3Component extends ObjectStoreComponent {

    @Metadata(description = "The default options of all endpoints")
    private S3Configuration configuration = new S3Configuration();

    @Override
    protected ObjectStoreEndpoint endpoint(String uri, String bucket) {
        return new S3Endpoint(uri, this, bucket, configuration.copy());
    }

    public S3Configuration getConfiguration() {
        return configuration;
    }

    /** Sets the defaults of this component's endpoints; an endpoint's own options override them. */
    public void setConfiguration(S3Configuration configuration) {
        this.configuration = configuration;
    }
}
