package dev.caravan.component.oss;

import static dev.caravan.local.Assertions.assertThat;

import dev.caravan.local.Attributes;
import dev.caravan.local.Bucket;
import dev.caravan.local.Content;
import dev.caravan.local.LocalOss;
import dev.caravan.store.ObjectMetadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Starts a server with an empty bucket that knows the key {@code AKID}, and opens stores for it. Checks that the stores
 * release all connections.
 */
final class OssSide implements AutoCloseable {

    final LocalOss server = LocalOss.start().credential("AKID", "secret");
    final Bucket bucket = server.createBucket("bucket");

    private final List<OssStore> stores = new ArrayList<>();

    OssConfiguration configuration() {
        OssConfiguration configuration = new OssConfiguration();
        configuration.setEndpoint(server.endpoint().toString());
        configuration.setRegion(server.region());
        configuration.setAccessKeyId("AKID");
        configuration.setSecretAccessKey("secret");
        configuration.setSocketTimeout(10_000);
        return configuration;
    }

    OssStore open() {
        return open("bucket", configuration());
    }

    OssStore open(String name, OssConfiguration configuration) {
        OssStore opened = new OssStore(name, configuration);
        stores.add(opened);
        return opened;
    }

    void place(String key, byte[] bytes, ObjectMetadata metadata) {
        Attributes attributes = Attributes.NONE;
        for (Map.Entry<String, String> header : metadata.headers().entrySet()) {
            attributes = attributes.withHeader(header.getKey(), header.getValue());
        }
        for (Map.Entry<String, String> entry : metadata.user().entrySet()) {
            attributes = attributes.withMetadata(entry.getKey(), entry.getValue());
        }
        bucket.put(key, Content.of(bytes), attributes);
    }

    @Override
    public void close() {
        assertThat(stores)
                .allSatisfy(opened -> assertThat(opened.connectionsInUse())
                        .as("connections that were neither given back nor up")
                        .isZero());
        stores.forEach(OssStore::close);
        server.close();
    }
}
