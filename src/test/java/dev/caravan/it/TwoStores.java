package dev.caravan.it;

import dev.caravan.command.Commands;
import dev.caravan.local.Bucket;
import dev.caravan.local.LocalS3;
import dev.caravan.local.StoredObject;
import dev.caravan.local.Upload;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Two S3 servers with different access keys, a bucket on each, a folder, and the command that runs between them in this
 * process. Waits between attempts are short.
 */
final class TwoStores implements BeforeEachCallback, AfterEachCallback {

    static final int MIB = 1 << 20;

    LocalS3 source;
    LocalS3 destination;
    Bucket from;
    Bucket to;
    Path folder;

    /** The environment of the command. A test may change it. */
    Map<String, String> environment;

    /** The system properties of Java. A test may change them. */
    Map<String, String> systemProperties;

    /** The result of a command. */
    record Result(int exitCode, String out, String err) {}

    /** One row of the table Objects. */
    record Row(
            String status,
            long size,
            String etag,
            String sourceEtag,
            int attempts,
            String error,
            String uploadId,
            int parts) {}

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        source = LocalS3.start().credential("SOURCE", "source-secret");
        destination = LocalS3.start().credential("DEST", "dest-secret");
        from = source.createBucket("from");
        to = destination.createBucket("to");
        folder = Files.createTempDirectory("caravan-it");
        systemProperties = new HashMap<>(Map.of("caravan.redelivery.delay", "5", "caravan.redelivery.longest", "100"));
        environment = new HashMap<>(Map.of(
                "SOURCE_ACCESS_KEY_ID", "SOURCE",
                "SOURCE_SECRET_ACCESS_KEY", "source-secret",
                "DEST_ACCESS_KEY_ID", "DEST",
                "DEST_SECRET_ACCESS_KEY", "dest-secret"));
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        source.close();
        destination.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Puts both buckets on one server, and lets both sides use the destination's key. */
    void oneService() {
        source.close();
        source = destination;
        from = source.createBucket("from");
        environment.put("SOURCE_ACCESS_KEY_ID", "DEST");
        environment.put("SOURCE_SECRET_ACCESS_KEY", "dest-secret");
    }

    /** Copies the source bucket to the destination. */
    Result sync(String... options) {
        return syncUrls("s3://from", "s3://to", options);
    }

    Result syncUrls(String sourceUrl, String destinationUrl, String... options) {
        List<String> arguments = new ArrayList<>(List.of(options));
        if (!arguments.contains("--records")) {
            arguments.addAll(List.of("--records", folder.resolve("records").toString()));
        }
        return run("sync", sourceUrl, destinationUrl, arguments);
    }

    /** Compares the two buckets. */
    Result verify(String... options) {
        return verifyUrls("s3://from", "s3://to", options);
    }

    Result verifyUrls(String sourceUrl, String destinationUrl, String... options) {
        return run("verify", sourceUrl, destinationUrl, List.of(options));
    }

    /** Compares the buckets and queues the differences. */
    Result find(String... options) {
        return run("finder", "s3://from", "s3://to", List.of(options));
    }

    private Result run(String command, String sourceUrl, String destinationUrl, List<String> options) {
        List<String> arguments = new ArrayList<>(List.of(command, sourceUrl, destinationUrl));
        arguments.addAll(List.of("--source-endpoint", source.endpoint().toString(), "--source-region", "us-east-1"));
        arguments.addAll(List.of("--dest-region", "us-east-1"));
        if (!options.contains("--dest-endpoint")) {
            arguments.addAll(List.of("--dest-endpoint", destination.endpoint().toString()));
        }
        if (!command.equals("finder") && options.stream().noneMatch(option -> option.startsWith("--slots"))) {
            arguments.addAll(List.of("--slots", "8"));
        }
        arguments.addAll(options);
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Commands.run(
                arguments.toArray(String[]::new),
                systemProperties,
                environment,
                new PrintWriter(out, true),
                new PrintWriter(err, true));
        return new Result(code, out.toString(), err.toString());
    }

    /** Returns the records by the destination's key. */
    Map<String, Row> records() throws SQLException {
        Map<String, Row> rows = new TreeMap<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("records.sqlite"));
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT * FROM Objects")) {
            while (row.next()) {
                rows.put(
                        row.getString("ObjectKey"),
                        new Row(
                                row.getString("JobStatus"),
                                row.getLong("Size"),
                                row.getString("Etag"),
                                row.getString("SourceEtag"),
                                row.getInt("Attempts"),
                                row.getString("Error"),
                                row.getString("UploadId"),
                                row.getInt("Parts")));
            }
        }
        return rows;
    }

    /** Returns the record of one object. */
    Row record(String key) throws SQLException {
        Row row = records().get(key);
        if (row == null) {
            throw new AssertionError("no record of " + key);
        }
        return row;
    }

    /** Aborts an upload at the destination, as another program may do. */
    void abort(Upload upload) {
        try (S3Client stranger = S3Client.builder()
                .endpointOverride(destination.endpoint())
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create("DEST", "dest-secret")))
                .build()) {
            stranger.abortMultipartUpload(
                    abort -> abort.bucket(to.name()).key(upload.key()).uploadId(upload.id()));
        }
    }

    /**
     * Makes the source's objects an hour old. If an object and its copy have the same second, it is unknown which is
     * newer.
     */
    void ageSource() {
        Instant before = Instant.now().minus(Duration.ofHours(1));
        for (StoredObject object : List.copyOf(from.objects())) {
            from.put(object.withLastModified(before));
        }
    }

    /** Resets the counts of requests. */
    void resetCounts() {
        source.requests().reset();
        destination.requests().reset();
    }
}
