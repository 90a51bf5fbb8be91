package dev.caravan.component.kodo;

import static dev.caravan.local.Assertions.assertThat;

import dev.caravan.local.Bucket;
import dev.caravan.local.LocalKodo;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts a server with an empty bucket that knows the key {@code AKID}, and opens stores for it. Checks that the stores
 * release all connections.
 */
final class KodoSide implements AutoCloseable {

    final LocalKodo server = LocalKodo.start().credential("AKID", "secret");
    final Bucket bucket = server.createBucket("bucket");

    private final List<KodoStore> stores = new ArrayList<>();

    KodoConfiguration configuration() {
        KodoConfiguration configuration = new KodoConfiguration();
        configuration.setEndpoint(server.endpoint().toString());
        configuration.setAccessKeyId("AKID");
        configuration.setSecretAccessKey("secret");
        configuration.setSocketTimeout(10_000);
        return configuration;
    }

    KodoStore open() {
        return open("bucket", configuration());
    }

    KodoStore open(String name, KodoConfiguration configuration) {
        KodoStore opened = new KodoStore(name, configuration);
        stores.add(opened);
        return opened;
    }

    @Override
    public void close() {
        assertThat(stores)
                .allSatisfy(opened -> assertThat(opened.connectionsInUse())
                        .as("connections that were neither given back nor up")
                        .isZero());
        stores.forEach(KodoStore::close);
        server.close();
    }
}
