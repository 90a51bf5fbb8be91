package dev.caravan.component.cos;

import dev.caravan.component.ObjectStoreEndpoint;
import dev.caravan.component.ObjectStoreHeaders;
import dev.caravan.store.ObjectStore;
import org.apache.camel.Category;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;

/** List and read the objects of a Tencent COS bucket. */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "cos",
        title = "Tencent COS",
        syntax = "cos:bucket",
        producerOnly = true,
        category = {Category.CLOUD, Category.FILE},
        headersClass = ObjectStoreHeaders.class)
public class CosEndpoint extends ObjectStoreEndpoint {

    @UriParam
    private final CosConfiguration configuration;

    public CosEndpoint(String uri, CosComponent component, String bucket, CosConfiguration configuration) {
        super(uri, component, bucket);
        this.configuration = configuration;
    }

    @Override
    protected ObjectStore open() {
        return new CosStore(getBucket(), configuration);
    }

    public CosConfiguration getConfiguration() {
        return configuration;
    }
}
