package dev.caravan.component.kodo;

import dev.caravan.component.ObjectStoreEndpoint;
import dev.caravan.component.ObjectStoreHeaders;
import dev.caravan.store.ObjectStore;
import org.apache.camel.Category;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;

/** List and read the objects of a bucket of Qiniu Kodo. */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "kodo",
        title = "Qiniu Kodo object store",
        syntax = "kodo:bucket",
        producerOnly = true,
        category = {Category.CLOUD, Category.FILE},
        headersClass = ObjectStoreHeaders.class)
public class KodoEndpoint extends ObjectStoreEndpoint {

    @UriParam
    private final KodoConfiguration configuration;

    public KodoEndpoint(String uri, KodoComponent component, String bucket, KodoConfiguration configuration) {
        super(uri, component, bucket);
        this.configuration = configuration;
    }

    @Override
    protected ObjectStore open() {
        return new KodoStore(getBucket(), configuration);
    }

    public KodoConfiguration getConfiguration() {
        return configuration;
    }
}
