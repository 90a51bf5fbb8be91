package dev.caravan.component.s3;

import dev.caravan.component.ObjectStoreEndpoint;
import dev.caravan.component.ObjectStoreHeaders;
import dev.caravan.store.ObjectStore;
import org.apache.camel.Category;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;

/** List, read and write the objects of an Amazon S3 bucket, or of any store that speaks its protocol. */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "s3",
        title = "S3 object store",
        syntax = "s3:bucket",
        producerOnly = true,
        category = {Category.CLOUD, Category.FILE},
        headersClass = ObjectStoreHeaders.class)
public class S3Endpoint extends ObjectStoreEndpoint {

    @UriParam
    private final S3Configuration configuration;

    public S3Endpoint(String uri, S3Component component, String bucket, S3Configuration configuration) {
        super(uri, component, bucket);
        this.configuration = configuration;
    }

    @Override
    protected ObjectStore open() {
        return new S3Store(getBucket(), configuration);
    }

    public S3Configuration getConfiguration() {
        return configuration;
    }
}
