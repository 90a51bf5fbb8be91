package dev.caravan.local;

import static dev.caravan.local.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.Delete;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.Tag;

/** Tests objects and listings with the SDK's defaults. */
class LocalS3Test {
    private LocalS3 s3;
    private Bucket bucket;
    private S3Client client;

    @BeforeEach
    void start() {
        s3 = LocalS3.start().credential("AK", "SK");
        bucket = s3.createBucket("b");
        client = LocalS3Client.of(s3);
    }

    @AfterEach
    void stop() {
        client.close();
        s3.close();
    }

    @Test
    void getReturnsWhatPutStored() {
        client.putObject(
                r -> r.bucket("b")
                        .key("k")
                        .contentType("text/plain")
                        .contentEncoding("gzip")
                        .contentLanguage("de")
                        .contentDisposition("inline")
                        .cacheControl("no-cache")
                        .metadata(Map.of("name", "value"))
                        .tagging("a=1&b=x%20y")
                        .storageClass("STANDARD_IA"),
                RequestBody.fromString("hello"));

        ResponseBytes<GetObjectResponse> got =
                client.getObjectAsBytes(r -> r.bucket("b").key("k"));

        assertThat(got.asUtf8String()).isEqualTo("hello");
        assertThat(got.response().eTag()).isEqualTo("\"5d41402abc4b2a76b9719d911017c592\"");
        assertThat(got.response().contentType()).isEqualTo("text/plain");
        assertThat(got.response().contentEncoding()).isEqualTo("gzip");
        assertThat(got.response().contentLanguage()).isEqualTo("de");
        assertThat(got.response().contentDisposition()).isEqualTo("inline");
        assertThat(got.response().cacheControl()).isEqualTo("no-cache");
        assertThat(got.response().metadata()).containsExactly(Map.entry("name", "value"));
        assertThat(got.response().tagCount()).isEqualTo(2);
        assertThat(got.response().storageClassAsString()).isEqualTo("STANDARD_IA");
        assertThat(got.response().serverSideEncryptionAsString()).isEqualTo("AES256");
        assertThat(got.response().lastModified())
                .isEqualTo(bucket.get("k").orElseThrow().lastModified());
        assertThat(bucket.get("k").orElseThrow().attributes().tags())
                .containsOnly(Map.entry("a", "1"), Map.entry("b", "x y"));
    }

    @Test
    void defaultChecksumOfTheSdkIsKeptAndReturned() {
        client.putObject(r -> r.bucket("b").key("k"), RequestBody.fromString("hello"));

        HeadObjectResponse head = client.headObject(r -> r.bucket("b").key("k").checksumMode("ENABLED"));

        assertThat(head.checksumCRC32()).isEqualTo("NhCmhg==");
        assertThat(head.checksumTypeAsString()).isEqualTo("FULL_OBJECT");
    }

    @ParameterizedTest
    @EnumSource
    void everyAlgorithmIsVerified(ChecksumAlgorithm algorithm) {
        // The SDK computes CRC-64/NVME only with a native library; the raw tests do it without one.
        if (algorithm != ChecksumAlgorithm.CRC64NVME) {
            client.putObject(
                    r -> r.bucket("b").key("k").checksumAlgorithm(algorithm.name()), RequestBody.fromString("hello"));
            assertThat(bucket.get("k").orElseThrow().checksum().algorithm()).isEqualTo(algorithm);
        }
        RunningChecksum other = algorithm.start();
        other.update(new byte[] {1}, 0, 1);

        assertFails(
                400,
                "BadDigest",
                () -> client.putObject(
                        r -> {
                            r.bucket("b").key("wrong");
                            switch (algorithm) {
                                case CRC32 -> r.checksumCRC32(other.value());
                                case CRC32C -> r.checksumCRC32C(other.value());
                                case CRC64NVME -> r.checksumCRC64NVME(other.value());
                                case SHA1 -> r.checksumSHA1(other.value());
                                case SHA256 -> r.checksumSHA256(other.value());
                            }
                        },
                        RequestBody.fromString("hello")));
        assertThat(bucket.get("wrong")).isEmpty();
    }

    @Test
    void bodyOfManyChunksArrivesWhole() {
        Content content = Content.synthetic(7, 3_000_001);

        client.putObject(r -> r.bucket("b").key("k"), RequestBody.fromBytes(content.bytes()));

        assertThat(bucket.get("k").orElseThrow().content().sameAs(content)).isTrue();
        assertThat(bucket.get("k").orElseThrow().content().sameAs(Content.synthetic(8, 3_000_001)))
                .isFalse();
        assertThat(client.getObjectAsBytes(r -> r.bucket("b").key("k")).asByteArray())
                .isEqualTo(content.bytes());
    }

    @Test
    void digestOnlyBucketKnowsWhetherTheRightBytesCame() {
        bucket.digestOnly();
        Content content = Content.synthetic(7, 200_000);

        String etag = client.putObject(r -> r.bucket("b").key("k"), RequestBody.fromBytes(content.bytes()))
                .eTag();

        assertThat(etag).isEqualTo(Etags.quoted(Digests.hex(content.md5())));
        assertThat(bucket.get("k").orElseThrow().content().sameAs(content)).isTrue();
        assertThat(bucket.get("k").orElseThrow().content().sameAs(Content.synthetic(8, 200_000)))
                .isFalse();
        assertFails(
                501,
                "NotImplemented",
                () -> client.getObjectAsBytes(r -> r.bucket("b").key("k")));
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=2-4,cde,2-4",
        "bytes=7-,hij,7-9",
        "bytes=-2,ij,8-9",
        "bytes=8-99,ij,8-9",
        "bytes=-99,abcdefghij,0-9"
    })
    void rangeReturnsItsBytes(String range, String expected, String contentRange) {
        bucket.put("k", "abcdefghij");

        ResponseBytes<GetObjectResponse> got =
                client.getObjectAsBytes(r -> r.bucket("b").key("k").range(range));

        assertThat(got.asUtf8String()).isEqualTo(expected);
        assertThat(got.response().contentRange()).isEqualTo("bytes " + contentRange + "/10");
        assertThat(got.response().sdkHttpResponse().statusCode()).isEqualTo(206);
    }

    @Test
    void rangeBehindTheEndIsInvalid() {
        bucket.put("k", "abc");
        bucket.put("empty", "");

        assertFails(
                416,
                "InvalidRange",
                () -> client.getObjectAsBytes(r -> r.bucket("b").key("k").range("bytes=3-")));
        assertFails(
                416,
                "InvalidRange",
                () -> client.getObjectAsBytes(r -> r.bucket("b").key("empty").range("bytes=0-0")));
    }

    @Test
    void syntheticRangeIsTheSameBytesAsTheWhole() {
        bucket.put("k", Content.synthetic(3, 5L << 30));
        byte[] around = client.getObjectAsBytes(r -> r.bucket("b").key("k").range("bytes=4294967290-4294967309"))
                .asByteArray();
        byte[] inside = client.getObjectAsBytes(r -> r.bucket("b").key("k").range("bytes=4294967293-4294967301"))
                .asByteArray();

        assertThat(around).hasSize(20);
        assertThat(inside).isEqualTo(Arrays.copyOfRange(around, 3, 12));
    }

    @Test
    void readsHoldTheirConditions() {
        StoredObject object = bucket.put("k", "text");

        assertThat(client.getObjectAsBytes(r -> r.bucket("b").key("k").ifMatch(object.etag()))
                        .asUtf8String())
                .isEqualTo("text");
        assertFails(
                412,
                "PreconditionFailed",
                () -> client.getObjectAsBytes(r -> r.bucket("b").key("k").ifMatch("other")));
        assertFails(
                304,
                null,
                () -> client.getObjectAsBytes(r -> r.bucket("b").key("k").ifNoneMatch(object.etag())));
        assertFails(
                304,
                null,
                () -> client.getObjectAsBytes(r -> r.bucket("b").key("k").ifModifiedSince(object.lastModified())));
        assertFails(
                412,
                "PreconditionFailed",
                () -> client.getObjectAsBytes(r -> r.bucket("b")
                        .key("k")
                        .ifUnmodifiedSince(object.lastModified().minusSeconds(1))));
    }

    @Test
    void writesHoldTheirConditions() {
        bucket.put("k", "old");

        assertFails(
                412,
                "PreconditionFailed",
                () -> client.putObject(r -> r.bucket("b").key("k").ifNoneMatch("*"), RequestBody.fromString("new")));
        assertFails(
                412,
                "PreconditionFailed",
                () -> client.putObject(r -> r.bucket("b").key("k").ifMatch("other"), RequestBody.fromString("new")));
        assertFails(
                404,
                "NoSuchKey",
                () -> client.putObject(r -> r.bucket("b").key("none").ifMatch("other"), RequestBody.fromString("new")));
        assertThat(bucket.text("k")).isEqualTo("old");
        client.putObject(r -> r.bucket("b").key("new").ifNoneMatch("*"), RequestBody.fromString("new"));
        assertThat(bucket.text("new")).isEqualTo("new");
    }

    @Test
    void listingIsInTheOrderOfUtf8Bytes() {
        // U+1F42B sorts after U+FF5E in UTF-8 and before it in Java's order.
        List<String> expected =
                List.of("A", "a", "a/", "a/b", "a0", "\u00e9", "\uff5e", "\ud83d\udc2b", "\udbff\udffd");
        expected.forEach(key -> bucket.put(key, "x"));

        List<String> listed = new ArrayList<>();
        client.listObjectsV2Paginator(r -> r.bucket("b").maxKeys(2))
                .contents()
                .forEach(object -> listed.add(object.key()));

        assertThat(listed).isEqualTo(expected);
        assertThat(expected.stream().sorted().toList()).isNotEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"1", "2", "3", "1000"})
    void delimiterGroupsAcrossPages(int pageSize) {
        List.of("a", "b/1", "b/2", "b/3", "b0", "c//d", "c/e", "d/").forEach(key -> bucket.put(key, "x"));
        List<String> keys = new ArrayList<>();
        List<String> groups = new ArrayList<>();
        int pages = 0;

        for (ListObjectsV2Response page :
                client.listObjectsV2Paginator(r -> r.bucket("b").delimiter("/").maxKeys(pageSize))) {
            assertThat(page.keyCount())
                    .isEqualTo(page.contents().size() + page.commonPrefixes().size());
            page.contents().stream().map(S3Object::key).forEach(keys::add);
            page.commonPrefixes().stream().map(CommonPrefix::prefix).forEach(groups::add);
            pages++;
        }

        assertThat(keys).containsExactly("a", "b0");
        assertThat(groups).containsExactly("b/", "c/", "d/");
        assertThat(pages).isEqualTo((5 + pageSize - 1) / pageSize);
    }

    @Test
    void listingStartsWhereRequested() {
        List.of("p/a", "p/b", "p/c", "q").forEach(key -> bucket.put(key, "x"));

        assertThat(client.listObjectsV2(r -> r.bucket("b").prefix("p/").startAfter("p/a"))
                        .contents())
                .extracting(S3Object::key)
                .containsExactly("p/b", "p/c");
        assertThat(client.listObjects(r -> r.bucket("b").marker("p/b")).contents())
                .extracting(S3Object::key)
                .containsExactly("p/c", "q");
        assertFails(
                400,
                "InvalidArgument",
                () -> client.listObjectsV2(r -> r.bucket("b").continuationToken("made up")));
        assertThat(client.listObjectsV2(r -> r.bucket("b").maxKeys(0)).isTruncated())
                .isFalse();
    }

    @Test
    void strangeKeysSurviveTheSdk() {
        List<String> keys =
                List.of("a b+c%20", "new\nline", "\"quotes'", "dir/", "//", "../x", "\ud83d\udc2b", "a&b=c?d#e");
        keys.forEach(key -> client.putObject(r -> r.bucket("b").key(key), RequestBody.fromString(key)));

        assertThat(bucket.keys()).containsExactlyInAnyOrderElementsOf(keys);
        assertThat(client.listObjectsV2(r -> r.bucket("b")).contents())
                .extracting(S3Object::key)
                .containsExactlyElementsOf(bucket.keys());
        keys.forEach(key -> assertThat(
                        client.getObjectAsBytes(r -> r.bucket("b").key(key)).asUtf8String())
                .isEqualTo(key));
    }

    @Test
    void kmsEtagsAreNoMd5() {
        bucket.kmsEncrypted();

        client.putObject(r -> r.bucket("b").key("k"), RequestBody.fromString("hello"));

        HeadObjectResponse head = client.headObject(r -> r.bucket("b").key("k"));
        assertThat(head.serverSideEncryptionAsString()).isEqualTo("aws:kms");
        assertThat(head.eTag()).matches("\"[0-9a-f]{32}\"").isNotEqualTo("\"5d41402abc4b2a76b9719d911017c592\"");
    }

    @Test
    void archivedObjectIsListedButNotRead() {
        bucket.put("k", Content.of("x"), Attributes.NONE.withStorageClass("DEEP_ARCHIVE"));

        assertThat(client.headObject(r -> r.bucket("b").key("k")).storageClassAsString())
                .isEqualTo("DEEP_ARCHIVE");
        assertFails(
                403,
                "InvalidObjectState",
                () -> client.getObjectAsBytes(r -> r.bucket("b").key("k")));
    }

    @Test
    void requesterMustSayThatHePays() {
        bucket.requesterPays().put("k", "x");

        assertFails(
                403,
                "AccessDenied",
                () -> client.getObjectAsBytes(r -> r.bucket("b").key("k")));
        assertThat(client.getObjectAsBytes(r -> r.bucket("b").key("k").requestPayer("requester"))
                        .response()
                        .requestChargedAsString())
                .isEqualTo("requester");
    }

    @Test
    void deniedOperationIsDeniedAndNoOther() {
        bucket.put("k", "x");
        bucket.deny(Operation.LIST);

        assertFails(403, "AccessDenied", () -> client.listObjectsV2(r -> r.bucket("b")));
        assertThat(client.headObject(r -> r.bucket("b").key("k")).contentLength())
                .isEqualTo(1);
    }

    @Test
    void missingThingsAreNamed() {
        assertFails(404, "NoSuchBucket", () -> client.listObjectsV2(r -> r.bucket("none")));
        assertFails(
                404,
                "NoSuchKey",
                () -> client.getObjectAsBytes(r -> r.bucket("b").key("none")));
        assertFails(404, null, () -> client.headObject(r -> r.bucket("b").key("none")));
        assertThat(client.deleteObject(r -> r.bucket("b").key("none"))
                        .sdkHttpResponse()
                        .statusCode())
                .isEqualTo(204);
    }

    @Test
    void tagsAreReadWrittenAndCleared() {
        bucket.put("k", "x");

        client.putObjectTagging(r -> r.bucket("b")
                .key("k")
                .tagging(t -> t.tagSet(Tag.builder().key("a").value("<1>").build())));

        assertThat(client.getObjectTagging(r -> r.bucket("b").key("k")).tagSet())
                .containsExactly(Tag.builder().key("a").value("<1>").build());
        client.deleteObjectTagging(r -> r.bucket("b").key("k"));
        assertThat(bucket.get("k").orElseThrow().attributes().tags()).isEmpty();
    }

    @Test
    void manyAreDeletedAtOnce() {
        List.of("a&b", "c", "d").forEach(key -> bucket.put(key, "x"));

        client.deleteObjects(r -> r.bucket("b")
                .delete(Delete.builder()
                        .objects(
                                ObjectIdentifier.builder().key("a&b").build(),
                                ObjectIdentifier.builder().key("d").build())
                        .build()));

        assertThat(bucket.keys()).containsExactly("c");
    }

    @Test
    void copyTakesContentAndAttributes() {
        bucket.put(
                "a b+\ud83d\udc2b",
                Content.of("x"),
                Attributes.NONE.withMetadata("m", "1").withTag("t", "2"));
        s3.createBucket("other");

        client.copyObject(r -> r.sourceBucket("b")
                .sourceKey("a b+\ud83d\udc2b")
                .destinationBucket("other")
                .destinationKey("copy"));

        StoredObject copy = s3.bucket("other").get("copy").orElseThrow();
        assertThat(copy.content().bytes()).containsExactly('x');
        assertThat(copy.attributes().metadata()).containsExactly(Map.entry("m", "1"));
        assertThat(copy.attributes().tags()).containsExactly(Map.entry("t", "2"));
    }

    @Test
    void copyToItselfMustChangeSomething() {
        bucket.put("k", Content.of("x"), Attributes.NONE.withMetadata("m", "1"));

        assertFails(
                400,
                "InvalidRequest",
                () -> client.copyObject(r -> r.sourceBucket("b")
                        .sourceKey("k")
                        .destinationBucket("b")
                        .destinationKey("k")));
        client.copyObject(r -> r.sourceBucket("b")
                .sourceKey("k")
                .destinationBucket("b")
                .destinationKey("k")
                .metadataDirective(MetadataDirective.REPLACE)
                .metadata(Map.of("n", "2")));
        assertThat(bucket.get("k").orElseThrow().attributes().metadata()).containsExactly(Map.entry("n", "2"));
    }

    @Test
    void copyPinsItsSourceAndHasALargestSize() {
        bucket.put("k", "x");
        bucket.put("huge", Content.synthetic(1, (5L << 30) + 1));

        assertFails(
                412,
                "PreconditionFailed",
                () -> client.copyObject(r -> r.sourceBucket("b")
                        .sourceKey("k")
                        .destinationBucket("b")
                        .destinationKey("copy")
                        .copySourceIfMatch("other")));
        assertFails(
                400,
                "InvalidRequest",
                () -> client.copyObject(r -> r.sourceBucket("b")
                        .sourceKey("huge")
                        .destinationBucket("b")
                        .destinationKey("copy")));
    }

    @Test
    void metadataHasALimit() {
        assertFails(
                400,
                "MetadataTooLarge",
                () -> client.putObject(
                        r -> r.bucket("b").key("k").metadata(Map.of("m", "x".repeat(2048))),
                        RequestBody.fromString("x")));
        client.putObject(
                r -> r.bucket("b").key("k").metadata(Map.of("m", "x".repeat(2047))), RequestBody.fromString("x"));
    }

    @Test
    void requestsAreCountedAndLogged() {
        bucket.put("k", "abcdef");
        client.getObjectAsBytes(r -> r.bucket("b").key("k").range("bytes=1-2"));
        assertFails(
                404,
                "NoSuchKey",
                () -> client.getObjectAsBytes(r -> r.bucket("b").key("none")));

        assertThat(s3.requests().count(Operation.GET)).isEqualTo(2);
        assertThat(s3.requests().total()).isEqualTo(2);
        assertThat(s3.requests().log(Operation.GET))
                .extracting(RequestRecord::key, RequestRecord::range, RequestRecord::status, RequestRecord::errorCode)
                .containsExactly(tuple("k", "bytes=1-2", 206, null), tuple("none", null, 404, "NoSuchKey"));
        assertThat(s3.requests().maxConcurrent()).isEqualTo(1);
    }

    static void assertFails(int status, String code, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(S3Exception.class, e -> {
            assertThat(e.statusCode()).as(e.getMessage()).isEqualTo(status);
            if (code != null) {
                assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
            }
        });
    }
}
