package dev.caravan.it;

import static dev.caravan.local.Assertions.assertThat;

import dev.caravan.command.Commands;
import dev.caravan.local.Attributes;
import dev.caravan.local.Bucket;
import dev.caravan.local.Content;
import dev.caravan.local.LocalS3;
import dev.caravan.local.LocalSource;
import dev.caravan.local.StoredObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A bucket of a provider, a bucket of S3, and the command that runs between them in this process. */
final class ProviderToS3 implements AutoCloseable {

    static final long MIB = 1 << 20;

    final LocalSource source;
    final LocalS3 destination = LocalS3.start().credential("DEST", "dest-secret");
    final Bucket from;
    final Bucket to = destination.createBucket("to");

    /** The environment of the command. A test may change it. */
    final Map<String, String> environment = new HashMap<>(Map.of(
            "SOURCE_ACCESS_KEY_ID", "SOURCE",
            "SOURCE_SECRET_ACCESS_KEY", "source-secret",
            "DEST_ACCESS_KEY_ID", "DEST",
            "DEST_SECRET_ACCESS_KEY", "dest-secret"));

    private final Path folder;

    ProviderToS3(LocalSource source, Path folder) {
        this.source = source;
        this.folder = folder;
        source.accept().key("SOURCE", "source-secret");
        from = source.bucket();
    }

    TwoStores.Result sync(String... options) {
        List<String> arguments = new ArrayList<>(List.of("sync", source.url(), "s3://to"));
        arguments.addAll(
                List.of("--source-endpoint", source.endpoint().toString(), "--source-region", source.region()));
        arguments.addAll(List.of("--dest-endpoint", destination.endpoint().toString(), "--dest-region", "us-east-1"));
        arguments.addAll(List.of("--slots", "8", "--multipart-threshold", "5MiB", "--part-size", "5MiB"));
        arguments.addAll(List.of("--records", folder.resolve("records").toString()));
        arguments.addAll(List.of(options));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Commands.run(
                arguments.toArray(String[]::new),
                Map.of("caravan.redelivery.delay", "5", "caravan.redelivery.longest", "100"),
                environment,
                new PrintWriter(out, true),
                new PrintWriter(err, true));
        return new TwoStores.Result(code, out.toString(), err.toString());
    }

    /** Puts an object that is an hour old. */
    StoredObject put(String key, Content content, Attributes attributes) {
        StoredObject object = from.put(key, content, attributes);
        return from.put(object.withLastModified(Instant.now().minus(Duration.ofHours(1))));
    }

    void assertAllThere() {
        assertThat(to.keys()).isEqualTo(from.keys());
        for (StoredObject object : to.objects()) {
            assertThat(object.content()
                            .sameAs(from.get(object.key()).orElseThrow().content()))
                    .as(object.key())
                    .isTrue();
        }
    }

    @Override
    public void close() {
        source.close();
        destination.close();
    }
}
