package dev.caravan.component.cos;

import dev.caravan.local.Bucket;
import dev.caravan.local.LocalCos;
import dev.caravan.store.ObjectContent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;

/** Starts a server with one bucket, and opens stores for this bucket. */
abstract class CosFixture {

    static final String BUCKET = "bucket-1250000000";
    static final String NAME = "cos://" + BUCKET;

    final LocalCos server = LocalCos.start().credential("AKID", "the-secret");
    final Bucket bucket = server.createBucket(BUCKET);

    @AfterEach
    void closeServer() {
        server.close();
    }

    /** Returns a configuration with the server's key. */
    CosConfiguration configuration() {
        return configuration(server.port());
    }

    static CosConfiguration configuration(int port) {
        CosConfiguration configuration = new CosConfiguration();
        configuration.setEndpoint("http://127.0.0.1:" + port);
        configuration.setAccessKeyId("AKID");
        configuration.setSecretAccessKey("the-secret");
        configuration.setSocketTimeout(10_000);
        return configuration;
    }

    static String whole(ObjectContent content) throws IOException {
        try (content) {
            return new String(content.stream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
