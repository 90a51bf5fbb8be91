package dev.caravan.component.oss;

import dev.caravan.component.ObjectStoreEndpoint;
import dev.caravan.component.ObjectStoreHeaders;
import dev.caravan.store.ObjectStore;
import org.apache.camel.Category;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;

/**
 * List and read the objects of a bucket of Aliyun OSS. A symbolic link is read as its target; each costs a listing one
 * more request.
 */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "oss",
        title = "Aliyun OSS object store",
        syntax = "oss:bucket",
        producerOnly = true,
        category = {Category.CLOUD, Category.FILE},
        headersClass = ObjectStoreHeaders.class)
public class OssEndpoint extends ObjectStoreEndpoint {

    @UriParam
    private final OssConfiguration configuration;

    public OssEndpoint(String uri, OssComponent component, String bucket, OssConfiguration configuration) {
        super(uri, component, bucket);
        this.configuration = configuration;
    }

    @Override
    protected ObjectStore open() {
        return new OssStore(getBucket(), configuration);
    }

    public OssConfiguration getConfiguration() {
        return configuration;
    }
}
