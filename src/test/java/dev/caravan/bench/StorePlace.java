package dev.caravan.bench;

import dev.caravan.job.Credentials;
import dev.caravan.job.Side;
import dev.caravan.local.Content;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;

/**
 * A prefix in a store of the user. It reads, writes and removes nothing else in the bucket. The client is the SDK's, so
 * that Caravan doesn't verify its own work.
 */
final class StorePlace implements Place {

    private static final int BATCH = 1000;

    private final S3Client client;
    private final String bucket;
    private final String prefix;

    /** @param prefix of the keys, with a slash at the end */
    StorePlace(Side side, String prefix) {
        this.client = client(side);
        this.bucket = side.bucket();
        this.prefix = prefix;
    }

    private static S3Client client(Side side) {
        S3ClientBuilder builder = S3Client.builder()
                .forcePathStyle(side.pathStyle())
                .httpClientBuilder(Apache5HttpClient.builder().maxConnections(Bench.WRITERS));
        if (!side.endpoint().isEmpty()) {
            builder.endpointOverride(URI.create(side.endpoint()));
        }
        if (!side.region().isEmpty() || !side.endpoint().isEmpty()) {
            builder.region(side.region().isEmpty() ? Region.US_EAST_1 : Region.of(side.region()));
        }
        Credentials keys = side.credentials();
        if (keys != null) {
            builder.credentialsProvider(StaticCredentialsProvider.create(
                    keys.sessionToken().isEmpty()
                            ? AwsBasicCredentials.create(keys.accessKeyId(), keys.secretAccessKey())
                            : AwsSessionCredentials.create(
                                    keys.accessKeyId(), keys.secretAccessKey(), keys.sessionToken())));
        }
        return builder.build();
    }

    @Override
    public void put(String key, Content content) {
        try {
            Path file = Files.createTempFile("caravan-bench", "");
            try {
                try (OutputStream out = Files.newOutputStream(file)) {
                    content.writeTo(out, 0, content.length());
                }
                client.putObject(put -> put.bucket(bucket).key(prefix + key), RequestBody.fromFile(file));
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void remove(Set<String> keys) {
        List<String> all = List.copyOf(keys);
        for (int i = 0; i < all.size(); i += BATCH) {
            List<ObjectIdentifier> some = all.subList(i, Math.min(all.size(), i + BATCH)).stream()
                    .map(key -> ObjectIdentifier.builder().key(prefix + key).build())
                    .toList();
            client.deleteObjects(delete ->
                    delete.bucket(bucket).delete(what -> what.objects(some).quiet(true)));
        }
    }

    @Override
    public boolean holds(Map<String, Content> objects) {
        Map<String, Long> sizes = new HashMap<>();
        client.listObjectsV2Paginator(list -> list.bucket(bucket).prefix(prefix)).contents().stream()
                .forEach(object -> sizes.put(object.key().substring(prefix.length()), object.size()));
        return sizes.keySet().equals(objects.keySet())
                && objects.entrySet().parallelStream()
                        .allMatch(entry ->
                                sizes.get(entry.getKey()) == entry.getValue().length()
                                        && isSame(entry.getKey(), entry.getValue()));
    }

    private boolean isSame(String key, Content content) {
        CRC32C sum = new CRC32C();
        try (CheckedInputStream stream = new CheckedInputStream(
                client.getObject(get -> get.bucket(bucket).key(prefix + key)), sum)) {
            stream.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sum.getValue() == content.crc32c(0, content.length());
    }

    @Override
    public void close() {
        client.close();
    }
}
