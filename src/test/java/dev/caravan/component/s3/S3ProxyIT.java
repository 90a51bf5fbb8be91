package dev.caravan.component.s3;

import dev.caravan.component.s3.KnownMisses.Miss;
import dev.caravan.component.wire.StoreDates;
import dev.caravan.local.Relay;
import dev.caravan.store.ObjectMetadata;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** Runs the store contract against s3proxy, an independent server, to verify the protocol of our test server. */
class S3ProxyIT extends S3Contract {

    private static final String READ = "anOddKeyIsListedAndRead";
    private static final String WRITTEN = "anOddKeyIsWrittenCopiedAndDeleted";
    private static final String PATHS = "keys are paths of files";
    private static final String TYPE = "the space in a Content-Type is lost";

    /** The differences between s3proxy 4.1.0 and Amazon S3. */
    @RegisterExtension
    static final KnownMisses MISSES = new KnownMisses(List.of(
            new Miss(READ, "a//b///c", "[\"a/b/c\"]", PATHS),
            new Miss(READ, "/leading", "Path traversal", PATHS),
            new Miss(READ, "//two", "Path traversal", PATHS),
            new Miss(READ, "trailing/", "was: 0L", "the content of a key that ends in a slash is lost"),
            new Miss(READ, "dots/../up/./here/..", "NoSuchFileException", PATHS),
            new Miss(READ, "..", "Path traversal", PATHS),
            new Miss(READ, ".", "DirectoryNotEmptyException", PATHS),
            new Miss(WRITTEN, "a//b///c", "LIST PARTS", PATHS),
            new Miss(WRITTEN, "/leading", "400 InvalidRequest", PATHS),
            new Miss(WRITTEN, "//two", "400 InvalidRequest", PATHS),
            new Miss(
                    WRITTEN,
                    "trailing/",
                    "answered the ETag d41d8cd98f00b204e9800998ecf8427e",
                    "the content of a key that ends in a slash is lost"),
            new Miss(WRITTEN, "dots/../up/./here/..", "500 InternalError", PATHS),
            new Miss(WRITTEN, "..", "400 InvalidRequest", PATHS),
            new Miss(WRITTEN, ".", "500 InternalError", PATHS),
            new Miss(WRITTEN, "control \u0001\u007f", "the answer is cut off", "an answer ends at a control character"),
            new Miss("keysAreListedInTheOrderOfTheirUtf8Bytes", "", "a/b", PATHS),
            new Miss("aWholeObjectIsRead", "", "text/plain;charset=utf-8", TYPE),
            new Miss("whatIsWrittenIsReadAgain", "", "text/plain;charset=utf-8", TYPE),
            new Miss("theServiceCopiesAnObjectWithItsMetadata", "", "[Expires]", "a copy loses Expires"),
            new Miss("anUploadBecomesAnObjectWhenItIsCompleted", "", "text/plain;charset=utf-8", TYPE),
            new Miss(
                    "anAbortedUploadIsGoneAndAbortingAgainIsNoError",
                    "",
                    "to raise a throwable",
                    "a part is taken for an upload that was aborted")));

    private static final BlobStore BLOBS = new TransientNio2BlobStore();
    private static S3Proxy proxy;
    private static int buckets;

    private Relay relay;
    private String bucket;

    @BeforeAll
    static void startProxy() throws Exception {
        proxy = S3Proxy.builder()
                .blobStore(BLOBS)
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V4, "AKID", "secret")
                .build();
        proxy.start();
    }

    @AfterAll
    static void stopProxy() throws Exception {
        proxy.stop();
        BLOBS.close();
    }

    @BeforeEach
    void createBucket() {
        relay = Relay.to(proxy.getPort());
        bucket = "bucket-" + ++buckets;
        BLOBS.createContainer(bucket);
        openStore();
    }

    @AfterEach
    void close() {
        closeStores();
        relay.close();
    }

    @Override
    String endpoint() {
        return "http://127.0.0.1:" + relay.port();
    }

    @Override
    protected String bucketName() {
        return bucket;
    }

    @Override
    protected void place(String key, byte[] bytes, ObjectMetadata metadata) {
        PutObjectRequest.Builder put =
                PutObjectRequest.builder().bucket(bucket).key(key).contentLength((long) bytes.length);
        if (!metadata.equals(ObjectMetadata.NONE)) {
            put.contentType(metadata.contentType())
                    .contentEncoding(metadata.contentEncoding())
                    .contentLanguage(metadata.contentLanguage())
                    .contentDisposition(metadata.contentDisposition())
                    .cacheControl(metadata.cacheControl())
                    .expires(StoreDates.header(metadata.expires()))
                    .metadata(metadata.user());
        }
        BLOBS.putBlob(put.build(), new ByteArrayInputStream(bytes));
    }

    @Override
    protected byte[] placed(String key) {
        try (var blob = BLOBS.getBlob(bucket, key)) {
            return blob.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected boolean holds(String key) {
        return BLOBS.blobExists(bucket, key);
    }

    @Override
    protected void cutNextBodyAfter(long bytes) {
        relay.cutNextBodyAfter(bytes);
    }

    @Override
    protected void failNext(int status, String code) {
        byte[] body = ("<Error><Code>" + code + "</Code></Error>").getBytes(StandardCharsets.US_ASCII);
        relay.answerNext("HTTP/1.1 " + status + " No\nConnection: close\nContent-Length: " + body.length + "\n", body);
    }

    @Override
    protected long bytesSent() {
        return relay.bytesSent();
    }
}
