package dev.caravan.command;

import dev.caravan.component.s3.S3Configuration;
import dev.caravan.component.s3.S3Store;
import dev.caravan.job.ChecksumMode;
import dev.caravan.local.Bucket;
import dev.caravan.local.LocalAws;
import dev.caravan.local.LocalS3;
import dev.caravan.local.LocalTable;
import dev.caravan.local.Upload;
import dev.caravan.store.ObjectMetadata;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The environment of tests of the uploads command: a destination with uploads, and a fleet's tables that contain them.
 */
final class UploadsBench implements BeforeEachCallback, AfterEachCallback {

    static final Duration OLD = Duration.ofDays(8);
    static final Duration YOUNG = Duration.ofHours(2);
    static final String ODD = "to/odd\n\u001b[2J\u202ekey";

    final Instant now = Instant.now();
    private final LocalS3 store = LocalS3.start().credential("DEST", "dest-secret");
    final Bucket bucket = store.createBucket("dest").minimumPartSize(1);
    final Map<String, String> environment = new HashMap<>(Map.of(
            "DEST_BUCKET", "dest",
            "DEST_PREFIX", "to",
            "DEST_ENDPOINT", store.endpoint().toString(),
            "DEST_REGION", "us-east-1",
            "DEST_ACCESS_KEY_ID", "DEST",
            "DEST_SECRET_ACCESS_KEY", "dest-secret",
            "JOB_TABLE_NAME", LocalTable.NAME,
            "SINGLE_PART_TABLE_NAME", LocalTable.PARTS));
    LocalTable table;
    private LocalAws aws;
    private S3Client s3;
    S3Store ours;
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();

    @Override
    public void beforeEach(ExtensionContext context) {
        table = LocalTable.start();
        URI nowhere = URI.create("http://127.0.0.1:1");
        aws = new LocalAws(nowhere, table.endpoint(), nowhere);
        s3 = S3Client.builder()
                .endpointOverride(store.endpoint())
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create("DEST", "dest-secret")))
                .build();
        ours = store();
    }

    private S3Store store() {
        S3Configuration s3 = new S3Configuration();
        s3.setRegion("us-east-1");
        s3.setEndpoint(store.endpoint().toString());
        s3.setPathStyle(true);
        s3.setAccessKeyId("DEST");
        s3.setSecretAccessKey("dest-secret");
        s3.setChecksum(ChecksumMode.NONE);
        return new S3Store("dest", s3);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        ours.close();
        s3.close();
        aws.close();
        table.close();
        store.close();
    }

    /** Returns the destination in the form in which sync records it. */
    String location() {
        return store.endpoint() + "/dest";
    }

    /** Creates an upload with some parts, as a worker does. */
    String open(String key, int parts) {
        // The SDK's client can't read a response that contains a key with control characters.
        String upload = ours.createUpload(key, ObjectMetadata.NONE);
        for (int i = 1; i <= parts; i++) {
            int number = i;
            s3.uploadPart(
                    part -> part.bucket("dest").key(key).uploadId(upload).partNumber(number),
                    RequestBody.fromString("part"));
        }
        return upload;
    }

    String uploadOf(String key) {
        return bucket.openUploads().stream()
                .filter(upload -> upload.key().equals(key))
                .map(Upload::id)
                .findFirst()
                .orElseThrow();
    }

    void record(String key, String status, String uploadId, Duration age, int parts) {
        Map<String, AttributeValue> item = new HashMap<>();
        item.put("ObjectKey", AttributeValue.fromS(key));
        item.put("JobStatus", AttributeValue.fromS(status));
        item.put("Size", AttributeValue.fromN(Long.toString(1L << 30)));
        item.put(
                "StartTimestamp",
                AttributeValue.fromN(Long.toString(now.minus(age).toEpochMilli())));
        if (!uploadId.isEmpty()) {
            item.put("UploadId", AttributeValue.fromS(uploadId));
            item.put("Parts", AttributeValue.fromN(Integer.toString(parts)));
        }
        table.client().putItem(put -> put.tableName(LocalTable.NAME).item(item));
    }

    void part(String uploadId, int number, String status) {
        table.client().putItem(put -> put.tableName(LocalTable.PARTS).item(partItem(uploadId, number, status)));
    }

    static Map<String, AttributeValue> partItem(String uploadId, int number, String status) {
        return new HashMap<>(Map.of(
                "UploadId", AttributeValue.fromS(uploadId),
                "PartNumber", AttributeValue.fromN(Integer.toString(number)),
                "JobStatus", AttributeValue.fromS(status)));
    }

    List<String> lines() {
        return out.toString()
                .lines()
                .map(line -> line.strip().replaceAll(" {2,}", " "))
                .toList();
    }

    int run(String... arguments) {
        out = new StringWriter();
        err = new StringWriter();
        return Commands.run(arguments, Map.of(), environment, new PrintWriter(out, true), new PrintWriter(err, true));
    }
}
