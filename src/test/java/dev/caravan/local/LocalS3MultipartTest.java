package dev.caravan.local;

import static dev.caravan.local.Assertions.assertThat;
import static dev.caravan.local.LocalS3Test.assertFails;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.ListPartsResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** Tests multipart uploads with the SDK's defaults. */
class LocalS3MultipartTest {
    private LocalS3 s3;
    private Bucket bucket;
    private S3Client client;

    @BeforeEach
    void start() {
        s3 = LocalS3.start().credential("AK", "SK");
        bucket = s3.createBucket("b").minimumPartSize(4);
        client = LocalS3Client.of(s3);
    }

    @AfterEach
    void stop() {
        client.close();
        s3.close();
    }

    @Test
    void partsInAnyOrderBecomeOneObject() {
        String id = create("k");
        CompletedPart last = upload(id, 7, "ef");
        CompletedPart first = upload(id, 2, "abcd");

        CompleteMultipartUploadResponse done = complete(id, first, last);

        assertThat(bucket.text("k")).isEqualTo("abcdef");
        assertThat(done.eTag()).isEqualTo("\"" + etagOfParts("abcd", "ef") + "\"");
        assertThat(bucket.openUploads()).isEmpty();
        assertThat(client.getObjectAsBytes(r -> r.bucket("b").key("k").partNumber(2))
                        .asUtf8String())
                .isEqualTo("ef");
        assertThat(client.headObject(r -> r.bucket("b").key("k").partNumber(1)).partsCount())
                .isEqualTo(2);
        assertFails(404, "NoSuchUpload", () -> complete(id, first, last));
    }

    @Test
    void wrongListsOfPartsAreRefused() {
        String id = create("k");
        CompletedPart small = upload(id, 1, "abc");
        CompletedPart last = upload(id, 2, "d");

        assertFails(400, "EntityTooSmall", () -> complete(id, small, last));
        assertFails(400, "InvalidPartOrder", () -> complete(id, last, small));
        assertFails(
                400,
                "InvalidPart",
                () -> complete(
                        id, CompletedPart.builder().partNumber(2).eTag("other").build()));
        assertFails(
                400,
                "InvalidPart",
                () -> complete(
                        id,
                        CompletedPart.builder().partNumber(3).eTag(last.eTag()).build()));
        assertFails(400, "MalformedXML", () -> complete(id));
        assertThat(bucket.keys()).isEmpty();
        assertThat(bucket.openUploads()).hasSize(1);
    }

    @Test
    void partNumbersHaveBounds() {
        String id = create("k");

        assertFails(400, "InvalidArgument", () -> upload(id, 0, "x"));
        assertFails(400, "InvalidArgument", () -> upload(id, 10_001, "x"));
        assertThat(upload(id, 10_000, "x").eTag()).isNotBlank();
    }

    @Test
    void abortedUploadIsGone() {
        String id = create("k");
        CompletedPart part = upload(id, 1, "abcd");

        client.abortMultipartUpload(r -> r.bucket("b").key("k").uploadId(id));

        assertFails(404, "NoSuchUpload", () -> upload(id, 2, "x"));
        assertFails(404, "NoSuchUpload", () -> complete(id, part));
        assertFails(
                404,
                "NoSuchUpload",
                () -> client.listParts(r -> r.bucket("b").key("k").uploadId(id)));
    }

    @Test
    void partsAreListedInPages() {
        String id = create("k");
        for (int number : new int[] {5, 1, 9}) {
            upload(id, number, "part " + number);
        }
        List<Integer> numbers = new ArrayList<>();
        List<Integer> pages = new ArrayList<>();

        for (ListPartsResponse page : client.listPartsPaginator(
                r -> r.bucket("b").key("k").uploadId(id).maxParts(2))) {
            pages.add(page.parts().size());
            page.parts().forEach(part -> numbers.add(part.partNumber()));
        }

        assertThat(numbers).containsExactly(1, 5, 9);
        assertThat(pages).containsExactly(2, 1);
    }

    @Test
    void uploadsAreListedInPages() {
        List<String> expected = List.of("a", "a", "b\n", "c");
        expected.forEach(this::create);
        create("other");
        List<String> keys = new ArrayList<>();
        String keyMarker = null;
        String idMarker = null;
        boolean truncated = true;

        while (truncated) {
            String fromKey = keyMarker;
            String fromId = idMarker;
            ListMultipartUploadsResponse page = client.listMultipartUploads(
                    r -> r.bucket("b").maxUploads(1).keyMarker(fromKey).uploadIdMarker(fromId));
            page.uploads().stream().map(MultipartUpload::key).forEach(keys::add);
            keyMarker = page.nextKeyMarker();
            idMarker = page.nextUploadIdMarker();
            truncated = page.isTruncated();
        }

        assertThat(keys).containsExactly("a", "a", "b\n", "c", "other");
    }

    @Test
    void partsAreCopiedByRange() {
        bucket.put("source", "0123456789");
        String id = create("k");

        String first = copyPart(id, 1, "bytes=2-5");
        String second = copyPart(id, 2, "bytes=8-9");
        complete(id, part(1, first), part(2, second));

        assertThat(bucket.text("k")).isEqualTo("234589");
        assertFails(400, "InvalidArgument", () -> copyPart(create("k"), 1, "bytes=5-10"));
        assertFails(400, "InvalidArgument", () -> copyPart(create("k"), 1, "bytes=5-"));
    }

    @Test
    void wholeObjectChecksumIsPutTogetherFromTheParts() {
        String id = client.createMultipartUpload(
                        r -> r.bucket("b").key("k").checksumAlgorithm("CRC32C").checksumType("FULL_OBJECT"))
                .uploadId();
        CompletedPart first = upload(id, 1, "abcdefg");
        CompletedPart second = upload(id, 2, "hijkl");
        CompletedPart third = upload(id, 3, "m");

        CompleteMultipartUploadResponse done = complete(id, first, second, third);

        CRC32C crc = new CRC32C();
        crc.update("abcdefghijklm".getBytes(StandardCharsets.US_ASCII));
        assertThat(done.checksumCRC32C()).isEqualTo(RunningChecksum.encode(crc.getValue(), 4));
    }

    @Test
    void compositeChecksumIsOfTheParts() {
        String id = client.createMultipartUpload(r -> r.bucket("b").key("k").checksumAlgorithm("CRC32C"))
                .uploadId();
        CompletedPart first = upload(id, 1, "abcd");

        assertFails(400, "InvalidRequest", () -> complete(id, part(1, first.eTag())));
        CompleteMultipartUploadResponse done = complete(id, first);

        byte[] crc = Base64.getDecoder().decode(first.checksumCRC32C());
        CRC32C ofCrcs = new CRC32C();
        ofCrcs.update(crc);
        assertThat(done.checksumCRC32C()).isEqualTo(RunningChecksum.encode(ofCrcs.getValue(), 4) + "-1");
    }

    @Test
    void combinedCrc64IsTheCrcOfTheWhole() {
        byte[] bytes = Content.synthetic(1, 10_007).bytes();

        for (int cut : new int[] {0, 1, 8, 5000, 10_007}) {
            String first = Multipart.compute(ChecksumAlgorithm.CRC64NVME, Content.of(Arrays.copyOf(bytes, cut)));
            String second = Multipart.compute(
                    ChecksumAlgorithm.CRC64NVME, Content.of(Arrays.copyOfRange(bytes, cut, bytes.length)));
            assertThat(ChecksumAlgorithm.CRC64NVME.combine(first, second, bytes.length - cut))
                    .isEqualTo(Multipart.compute(ChecksumAlgorithm.CRC64NVME, Content.of(bytes)));
        }
    }

    @Test
    void completionHoldsItsCondition() {
        String id = create("k");
        CompletedPart part = upload(id, 1, "abcd");
        bucket.put("k", "earlier");

        assertFails(
                412,
                "PreconditionFailed",
                () -> client.completeMultipartUpload(r ->
                        r.bucket("b").key("k").uploadId(id).ifNoneMatch("*").multipartUpload(m -> m.parts(part))));
        assertThat(bucket.text("k")).isEqualTo("earlier");
        assertThat(bucket.openUploads()).hasSize(1);
    }

    @Test
    void digestOnlyPartsAreComparedPieceByPiece() {
        bucket.digestOnly();
        Content content = Content.synthetic(4, 30_000);
        byte[] bytes = content.bytes();
        String id = create("k");
        List<CompletedPart> parts = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            parts.add(upload(id, i + 1, Arrays.copyOfRange(bytes, i * 10_000, (i + 1) * 10_000)));
        }

        complete(id, parts.toArray(CompletedPart[]::new));

        assertThat(bucket.get("k").orElseThrow().content().sameAs(content)).isTrue();
        assertThat(bucket.get("k").orElseThrow().content().sameAs(Content.synthetic(5, 30_000)))
                .isFalse();
    }

    private String create(String key) {
        return client.createMultipartUpload(r -> r.bucket("b").key(key)).uploadId();
    }

    private CompletedPart upload(String id, int number, String text) {
        return upload(id, number, text.getBytes(StandardCharsets.UTF_8));
    }

    private CompletedPart upload(String id, int number, byte[] bytes) {
        boolean crc32c = bucket.openUploads().stream()
                .anyMatch(upload -> upload.id().equals(id) && upload.algorithm() == ChecksumAlgorithm.CRC32C);
        UploadPartResponse response = client.uploadPart(
                r -> {
                    r.bucket("b").key("k").uploadId(id).partNumber(number);
                    if (crc32c) {
                        r.checksumAlgorithm("CRC32C");
                    }
                },
                RequestBody.fromBytes(bytes));
        return CompletedPart.builder()
                .partNumber(number)
                .eTag(response.eTag())
                .checksumCRC32C(response.checksumCRC32C())
                .build();
    }

    private String copyPart(String id, int number, String range) {
        return client.uploadPartCopy(r -> r.sourceBucket("b")
                        .sourceKey("source")
                        .copySourceRange(range)
                        .destinationBucket("b")
                        .destinationKey("k")
                        .uploadId(id)
                        .partNumber(number))
                .copyPartResult()
                .eTag();
    }

    private static CompletedPart part(int number, String etag) {
        return CompletedPart.builder().partNumber(number).eTag(etag).build();
    }

    private CompleteMultipartUploadResponse complete(String id, CompletedPart... parts) {
        return client.completeMultipartUpload(
                r -> r.bucket("b").key("k").uploadId(id).multipartUpload(m -> m.parts(parts)));
    }

    private static String etagOfParts(String... parts) {
        MessageDigest all = Digests.md5();
        for (String part : parts) {
            all.update(Digests.md5().digest(part.getBytes(StandardCharsets.UTF_8)));
        }
        return Digests.hex(all.digest()) + "-" + parts.length;
    }
}
