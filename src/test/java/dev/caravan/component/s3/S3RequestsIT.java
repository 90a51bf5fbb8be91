package dev.caravan.component.s3;

import static dev.caravan.local.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.job.ChecksumMode;
import dev.caravan.job.Egress;
import dev.caravan.local.Attributes;
import dev.caravan.local.Bucket;
import dev.caravan.local.Content;
import dev.caravan.local.Fault;
import dev.caravan.local.FaultAction;
import dev.caravan.local.LocalS3;
import dev.caravan.local.Operation;
import dev.caravan.local.Quirk;
import dev.caravan.local.Relay;
import dev.caravan.local.RequestRecord;
import dev.caravan.store.ByteRange;
import dev.caravan.store.ChangedException;
import dev.caravan.store.CopySource;
import dev.caravan.store.DeniedException;
import dev.caravan.store.GetRequest;
import dev.caravan.store.InvalidException;
import dev.caravan.store.ListRequest;
import dev.caravan.store.ObjectContent;
import dev.caravan.store.ObjectMetadata;
import dev.caravan.store.ObjectPage;
import dev.caravan.store.PartRequest;
import dev.caravan.store.PutRequest;
import dev.caravan.store.ThrottledException;
import dev.caravan.store.TransientException;
import dev.caravan.store.UploadGoneException;
import dev.caravan.store.UploadedPart;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the behaviour of S3 beyond the contract of all stores: options, checksums, regions, encryption. */
class S3RequestsIT {

    private final LocalS3 server = LocalS3.start().credential("AKID", "secret");
    private final S3Configuration configuration = new S3Configuration();
    private final List<S3Store> stores = new ArrayList<>();
    private Bucket bucket;

    @BeforeEach
    void createBucket() {
        bucket = server.createBucket("bucket");
        configuration.setEndpoint(server.endpoint().toString());
        configuration.setPathStyle(true);
        configuration.setAccessKeyId("AKID");
        configuration.setSecretAccessKey("secret");
    }

    @AfterEach
    void close() {
        stores.forEach(S3Store::close);
        server.close();
    }

    private S3Store open() {
        S3Store store = new S3Store("bucket", configuration);
        stores.add(store);
        return store;
    }

    @Test
    void optionsOfNewObjectsAreSentWithPutAndUpload() {
        configuration.setStorageClass("STANDARD_IA");
        configuration.setAcl("bucket-owner-full-control");
        configuration.setSseType("AES256");
        configuration.setRequesterPays(true);
        S3Store store = open();
        store.put(new PutRequest("a", withTags(Map.of("k 1", "v=&1")), null), content(10));
        store.createUpload("b", withTags(Map.of()));
        List<RequestRecord> sent = new ArrayList<>(server.requests().log(Operation.PUT));
        sent.addAll(server.requests().log(Operation.CREATE_UPLOAD));
        assertThat(sent)
                .hasSize(2)
                .allSatisfy(request -> assertThat(request.headers())
                        .containsEntry("x-amz-storage-class", "STANDARD_IA")
                        .containsEntry("x-amz-acl", "bucket-owner-full-control")
                        .containsEntry("x-amz-server-side-encryption", "AES256")
                        .containsEntry("x-amz-request-payer", "requester"));
        assertThat(bucket.get("a").orElseThrow().attributes().tags()).containsExactly(Map.entry("k 1", "v=&1"));
    }

    @Test
    void aCopyTakesWhatIsIncludedAndStoresAsAPutDoes() {
        Attributes described = Attributes.NONE
                .withHeader("content-type", "text/plain")
                .withHeader("cache-control", "no-store")
                .withMetadata("owner", "somebody")
                .withTag("team", "a");
        String etag = bucket.put("from", Content.of("x"), described).etag();
        CopySource source = new CopySource("bucket", "from", etag, true);
        configuration.setStorageClass("STANDARD_IA");
        configuration.setAcl("bucket-owner-full-control");
        // Without the option for tags, a copy needs no right to read tags.
        bucket.deny(Operation.GET_TAGGING);
        open().copyObject("with metadata", source);
        configuration.setIncludeMetadata(false);
        open().copyObject("bare", source);
        configuration.setIncludeMetadata(true);
        configuration.setIncludeTags(true);
        S3Store all = open();
        assertThatThrownBy(() -> all.copyObject("with all", source)).isInstanceOf(DeniedException.class);
        bucket.deny();
        all.copyObject("with all", source);

        assertThat(copied("with metadata"))
                .isEqualTo(described
                        .withTags(Map.of())
                        .withStorageClass("STANDARD_IA")
                        .withAcl("bucket-owner-full-control"));
        assertThat(copied("with all").tags()).isEqualTo(described.tags());
        assertThat(copied("bare").metadata()).isEmpty();
        assertThat(copied("bare").headers()).doesNotContainKey("cache-control");
        assertThat(server.requests().log(Operation.COPY))
                .allSatisfy(copy -> assertThat(copy.headers())
                        .containsEntry("x-amz-copy-source-if-match", '"' + etag + '"')
                        .containsEntry("x-amz-request-payer", "requester"));
    }

    @Test
    void aServiceThatDoesNotKnowTheDirectiveAboutTagsIsAskedWithoutIt() {
        bucket.put("from", "x");
        server.faults()
                .add(Fault.on(Operation.COPY)
                        .request(copy -> copy.header("x-amz-tagging-directive") != null)
                        .then(FaultAction.answer(501, "NotImplemented")));
        S3Store store = open();
        store.copyObject("a", new CopySource("bucket", "from", null, false));
        store.copyObject("b", new CopySource("bucket", "from", null, false));
        assertThat(bucket.keys()).contains("a", "b");
        assertThat(server.requests().count(Operation.COPY)).isEqualTo(3);
    }

    private Attributes copied(String key) {
        return bucket.get(key).orElseThrow().attributes();
    }

    @Test
    void anErrorThatComesAfter200IsWhatItsCodeSays() {
        bucket.put("from", "x");
        CopySource source = new CopySource("bucket", "from", null, false);
        S3Store store = open();
        Map.of(
                        "AccessDenied", DeniedException.class,
                        "NoSuchKey", InvalidException.class,
                        "PreconditionFailed", ChangedException.class,
                        "InternalError", TransientException.class,
                        "SlowDown", ThrottledException.class)
                .forEach((code, meaning) -> {
                    server.faults().add(Fault.on(Operation.COPY).times(1).then(FaultAction.errorBody(code)));
                    assertThatThrownBy(() -> store.copyObject("to", source)).isInstanceOf(meaning);
                });
    }

    @Test
    void aBrokenErrorThatComesAfter200IsWhatItsCodeSays() {
        CopySource source = new CopySource("bucket", "from", null, false);
        try (Relay relay = Relay.to(server.port())) {
            configuration.setEndpoint("http://127.0.0.1:" + relay.port());
            answer(relay, "<Error><Code>SlowDown</Code><Resource>/bucket/a&b</Resource></Error>");
            assertThatThrownBy(() -> open().copyObject("to", source)).isInstanceOf(ThrottledException.class);
        }
    }

    @Test
    void aStoreThatOnlyKnowsListObjectsIsListedByIt() {
        List<String> keys =
                IntStream.range(0, 25).mapToObj(i -> "é " + (100 + i)).toList();
        keys.forEach(key -> bucket.put(key, "x"));
        server.faults().add(Fault.on(Operation.LIST).then(FaultAction.listObjectsOnly()));
        S3Store store = open();

        assertThat(listed(store, new ListRequest("é", "", "", null, 10))).isEqualTo(keys);
        assertThat(listed(store, new ListRequest("é", "", keys.get(7), null, 10)))
                .isEqualTo(keys.subList(8, 25));
        // One request finds out what the store supports.
        assertThat(server.requests().count(Operation.LIST)).isEqualTo(1 + 3 + 2);
    }

    @ParameterizedTest
    @CsvSource({"400, InvalidArgument", "405, MethodNotAllowed", "501, NotImplemented"})
    void aStoreThatRefusesListObjectsV2IsListedByListObjects(int status, String code) {
        List.of("a", "b", "c").forEach(key -> bucket.put(key, "x"));
        server.faults()
                .add(Fault.on(Operation.LIST)
                        .request(list -> list.query().containsKey("list-type"))
                        .then(FaultAction.answer(status, code)));
        S3Store store = open();
        assertThat(listed(store, new ListRequest("", "", "", null, 2))).containsExactly("a", "b", "c");
        assertThat(listed(store, new ListRequest("", "", "a", null, 2))).containsExactly("b", "c");
        assertThat(server.requests().count(Operation.LIST)).isEqualTo(1 + 2 + 1);
    }

    @Test
    void aStoreThatIgnoresWhereAListingBeginsIsListedByListObjects() {
        List.of("a", "b", "c").forEach(key -> bucket.put(key, "x"));
        server.faults().add(Fault.on(Operation.LIST).then(FaultAction.listObjectsOnly()));
        assertThat(listed(open(), ListRequest.of("", "b"))).containsExactly("c");
        assertThat(listed(open(), ListRequest.of("", "d"))).isEmpty();
    }

    @Test
    void aListingOfAllKeysHasNoEmptyDelimiterWhichAStoreMayObey() {
        bucket.put("a/b", "x");
        assertThat(listed(open(), ListRequest.of("", ""))).containsExactly("a/b");
        assertThat(server.requests().log(Operation.LIST))
                .noneMatch(list -> list.query().containsKey("delimiter"));
    }

    @Test
    void aStoreThatCannotBeginAListingAfterAKeySaysSo() {
        try (Relay relay = Relay.to(server.port())) {
            configuration.setEndpoint("http://127.0.0.1:" + relay.port());
            String page = "<ListBucketResult><IsTruncated>false</IsTruncated><Contents><Key>a</Key><Size>1</Size>"
                    + "</Contents></ListBucketResult>";
            answer(relay, page);
            answer(relay, page);
            assertThatThrownBy(() -> open().list(ListRequest.of("", "b")))
                    .isInstanceOf(InvalidException.class)
                    .hasMessageContaining("start-after")
                    .hasMessageContaining("marker");
            answer(relay, page.replace("false", "true"));
            answer(relay, "<Error><Code>NotImplemented</Code></Error>");
            assertThatThrownBy(() -> open().list(ListRequest.of("", "")))
                    .isInstanceOf(InvalidException.class)
                    .hasMessageContaining("ListObjectsV2")
                    .hasMessageContaining("ListObjects failed too");
        }
    }

    @Test
    void aTokenIsNeverTakenForAKey() {
        List.of("a", "b", "c").forEach(key -> bucket.put(key, "x"));
        S3Store store = open();
        ListRequest second = store.list(new ListRequest("", "", "", null, 1)).next();
        Fault once = Fault.on(Operation.LIST).times(2).then(FaultAction.listObjectsOnly());
        server.faults().add(once);
        assertThat(store.list(new ListRequest("", "", "", null, 1)).objects()).hasSize(1);
        assertThat(listed(store, second)).containsExactly("b", "c");
    }

    private static List<String> listed(S3Store store, ListRequest first) {
        List<String> keys = new ArrayList<>();
        for (ListRequest next = first; next != null; ) {
            ObjectPage page = store.list(next);
            page.objects().forEach(object -> keys.add(object.key()));
            next = page.next();
        }
        return keys;
    }

    private static void answer(Relay relay, String body) {
        relay.answerNext(
                "HTTP/1.1 200 OK\nConnection: close\nContent-Length: " + body.length() + "\n",
                body.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void tagsAreReadWhenAskedForAndThereAreAny() {
        bucket.put("tagged", Content.of("x"), Attributes.NONE.withTag("k", "v"));
        bucket.put("bare", "x");
        assertThat(open().head("tagged", "", true).metadata().tags()).isEmpty();
        configuration.setIncludeTags(true);
        S3Store store = open();
        assertThat(store.head("tagged", "", true).metadata().tags()).containsExactly(Map.entry("k", "v"));
        assertThat(store.head("tagged").metadata().tags()).isEmpty();
        assertThat(store.head("bare", "", true).metadata().tags()).isEmpty();
        assertThat(server.requests().count(Operation.GET_TAGGING)).isEqualTo(1);
    }

    @Test
    void tagsAreReadFromAStoreThatDoesNotCountThem() {
        bucket.quirks(Quirk.COUNTS_NO_TAGS);
        bucket.put("bare", "x");
        bucket.put("tagged", Content.of("x"), Attributes.NONE.withTag("k", "v"));
        configuration.setIncludeTags(true);
        S3Store store = open();
        assertThat(store.head("bare", "", true).metadata().tags()).isEmpty();
        for (int i = 0; i < 2; i++) {
            try (ObjectContent content = store.get(new GetRequest("tagged", null, ""))) {
                assertThat(content.info().metadata().tags()).containsExactly(Map.entry("k", "v"));
            }
        }
        assertThat(server.requests().count(Operation.GET_TAGGING)).isEqualTo(3);
        // Each GET is followed by a look whether the tags are those of the content.
        assertThat(server.requests().count(Operation.HEAD)).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({"501, NotImplemented, 1", "404, NoSuchTagSet, 2", "403, AccessDenied, 2"})
    void anObjectHasNoTagsIfAStoreThatShowsNoneRefusesThem(int status, String code, int requests) {
        bucket.put("a", "x");
        server.faults().add(Fault.on(Operation.GET_TAGGING).then(FaultAction.answer(status, code)));
        configuration.setIncludeTags(true);
        S3Store store = open();
        for (int i = 0; i < 2; i++) {
            assertThat(store.head("a", "", true).metadata().tags()).isEmpty();
        }
        assertThat(server.requests().count(Operation.GET_TAGGING)).isEqualTo(requests);
    }

    @Test
    void metadataStaysBehindWhenNotWanted() {
        configuration.setIncludeMetadata(false);
        ObjectMetadata metadata = new ObjectMetadata(
                Map.of("content-type", "text/css", "cache-control", "no-cache"), Map.of("a", "b"), Map.of());
        open().put(new PutRequest("a", metadata, null), content(1));
        assertThat(bucket.get("a").orElseThrow().attributes().metadata()).isEmpty();
        assertThat(bucket.get("a").orElseThrow().attributes().headers()).doesNotContainKey("cache-control");
        bucket.put("b", Content.of("x"), Attributes.NONE.withMetadata("a", "b"));
        assertThat(open().head("b").metadata()).isEqualTo(ObjectMetadata.NONE);
    }

    @Test
    void metadataThatWouldBecomeAnotherHeaderIsLeftOut() {
        S3Store store = open();
        for (Map<String, String> user :
                List.of(Map.of("a", "b\r\nx-amz-acl: public-read"), Map.of("a:b", "c"), Map.of("a b", "c"))) {
            ObjectMetadata metadata = new ObjectMetadata(Map.of(), user, Map.of());
            store.put(new PutRequest("a", metadata, null), content(1));
            assertThat(copied("a").metadata()).isEmpty();
        }
        assertThat(server.requests().log(Operation.PUT))
                .hasSize(3)
                .allSatisfy(request -> assertThat(request.headers()).doesNotContainKey("x-amz-acl"));
    }

    @Test
    void expiresAndOddHeaderBytesGoThroughAsTheyAre() {
        // The bytes of UTF-8, one character for each byte, as in a header.
        String note = new String("café 中".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        ObjectMetadata metadata = new ObjectMetadata(
                Map.of("content-type", "text/plain", "expires", "not a date"), Map.of("note", note), Map.of());
        S3Store store = open();
        store.put(new PutRequest("a", metadata, null), content(1));
        assertThat(bucket.get("a").orElseThrow().attributes().metadata()).containsEntry("note", "café 中");
        ObjectMetadata read = store.head("a").metadata();
        assertThat(read.expires()).isEqualTo("not a date");
        store.put(new PutRequest("b", read, null), content(1));
        assertThat(store.head("b").metadata()).isEqualTo(read);
    }

    @Test
    void anEtagOfAnEncryptedObjectIsNoMd5() {
        bucket.put("plain", "x");
        assertThat(open().head("plain").etagIsMd5()).isTrue();
        bucket.kmsEncrypted();
        bucket.put("kms", "x");
        assertThat(open().head("kms").etagIsMd5()).isFalse();
        // The ETag is not compared with the sent bytes either.
        open().put(new PutRequest("put", ObjectMetadata.NONE, null), content(100));
        assertThat(bucket.bytes("put")).hasSize(100);
    }

    @Test
    void anAnswerWithAnotherEtagIsRefusedEvenFromAStoreThatIgnoresIfMatch() {
        bucket.put("a", "0123456789");
        String etag = open().head("a").etag();
        // The client sees this as an object that changes between the condition and the response.
        server.faults().add(Fault.on(Operation.GET).then(FaultAction.before(() -> bucket.put("a", "9876543210"))));
        assertThatThrownBy(() -> open().get(new GetRequest("a", new ByteRange(0, 5), etag)))
                .isInstanceOf(ChangedException.class);
    }

    @Test
    void aPartIsVerifiedByItsCrc32c() {
        S3Store store = open();
        String upload = store.createUpload("a", ObjectMetadata.NONE);
        UploadedPart part = store.uploadPart(new PartRequest("a", upload, 1), content(3_000_000));
        RequestRecord sent = server.requests().log(Operation.UPLOAD_PART).get(0);
        assertThat(sent.headers())
                .containsEntry("x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER")
                .containsEntry("x-amz-trailer", "x-amz-checksum-crc32c")
                .containsEntry("x-amz-decoded-content-length", "3000000");
        assertThat(server.requests().log(Operation.CREATE_UPLOAD).get(0).headers())
                .containsEntry("x-amz-checksum-algorithm", "CRC32C");
        assertThat(part.checksum()).hasSize(8);
        assertThat(store.listParts("a", upload)).containsExactly(part);
        store.completeUpload("a", upload, List.of(part), null);
        assertThat(bucket.bytes("a")).hasSize(3_000_000);
        // Swift takes this request's type for that of an object whose upload began without one.
        assertThat(server.requests().log(Operation.COMPLETE).get(0).header("content-type"))
                .isNull();
    }

    @Test
    void anUploadIsGoneIfTheStoreMissesTheKeyInsteadOfIt() {
        server.faults()
                .add(Fault.on(Operation.LIST_PARTS, Operation.UPLOAD_PART, Operation.COMPLETE)
                        .then(FaultAction.answer(404, "NoSuchKey")));
        S3Store store = open();
        String upload = store.createUpload("a", ObjectMetadata.NONE);
        assertThatThrownBy(() -> store.listParts("a", upload)).isInstanceOf(UploadGoneException.class);
        // To a write, it says nothing about the upload.
        assertThatThrownBy(() -> store.uploadPart(new PartRequest("a", upload, 1), content(1)))
                .isInstanceOf(InvalidException.class);
        assertThatThrownBy(() -> store.completeUpload("a", upload, List.of(), null))
                .isInstanceOf(InvalidException.class);
    }

    @Test
    void aStoreThatRefusesTrailersGetsPlainPartsFromThenOn() {
        Fault fault = server.faults()
                .add(Fault.on(Operation.UPLOAD_PART)
                        .request(request -> request.header("x-amz-trailer") != null)
                        .then(FaultAction.answer(400, "XAmzContentSHA256Mismatch")));
        server.faults()
                .add(Fault.on(Operation.CREATE_UPLOAD)
                        .request(request -> request.header("x-amz-checksum-algorithm") != null)
                        .skip(1)
                        .then(FaultAction.answer(501, "NotImplemented")));
        S3Store store = open();
        String upload = store.createUpload("a", ObjectMetadata.NONE);
        assertThatThrownBy(() -> store.uploadPart(new PartRequest("a", upload, 1), content(10)))
                .isInstanceOf(TransientException.class);
        // The upload was created with checksums, and this store requires them for each part. The upload must be created
        // again.
        assertThatThrownBy(() -> store.uploadPart(new PartRequest("a", upload, 1), content(10)))
                .isInstanceOf(TransientException.class)
                .hasMessageContaining("create it again");
        String second = store.createUpload("b", ObjectMetadata.NONE);
        store.completeUpload(
                "b", second, List.of(store.uploadPart(new PartRequest("b", second, 1), content(10))), null);
        assertThat(bucket.bytes("b")).hasSize(10);
        assertThat(fault.fired()).isEqualTo(1);
        server.faults().add(Fault.on(Operation.UPLOAD_PART).then(FaultAction.answer(400, "InvalidArgument")));
        String third = store.createUpload("c", ObjectMetadata.NONE);
        assertThatThrownBy(() -> store.uploadPart(new PartRequest("c", third, 1001), content(10)))
                .as("an upload that began without checksums doesn't lack them")
                .isInstanceOf(InvalidException.class);
    }

    @Test
    void aStoreThatRefusesUploadsWithChecksumsGetsThemWithout() {
        server.faults()
                .add(Fault.on(Operation.CREATE_UPLOAD)
                        .request(request -> request.header("x-amz-checksum-algorithm") != null)
                        .then(FaultAction.answer(501, "NotImplemented")));
        S3Store store = open();
        String upload = store.createUpload("a", ObjectMetadata.NONE);
        store.completeUpload(
                "a", upload, List.of(store.uploadPart(new PartRequest("a", upload, 1), content(10))), null);
        assertThat(bucket.bytes("a")).hasSize(10);
        configuration.setChecksum(ChecksumMode.CRC32C);
        assertThatThrownBy(() -> open().createUpload("a", ObjectMetadata.NONE))
                .isInstanceOf(InvalidException.class)
                .hasMessageEndingWith("; use --checksum auto or md5");
    }

    @Test
    void modesWithoutTrailersSendPartsPlain() {
        for (ChecksumMode mode : List.of(ChecksumMode.MD5, ChecksumMode.NONE)) {
            configuration.setChecksum(mode);
            S3Store store = open();
            String upload = store.createUpload("a", ObjectMetadata.NONE);
            UploadedPart part = store.uploadPart(new PartRequest("a", upload, 1), content(10));
            assertThat(part.checksum()).isEmpty();
            store.completeUpload("a", upload, List.of(part), null);
        }
        assertThat(server.requests().log(Operation.UPLOAD_PART))
                .hasSize(2)
                .allSatisfy(request -> assertThat(request.headers()).doesNotContainKey("x-amz-trailer"));
    }

    @Test
    void anErrorInThe200AnswerOfCompleteIsAnError() {
        S3Store store = open();
        String upload = store.createUpload("a", ObjectMetadata.NONE);
        UploadedPart part = store.uploadPart(new PartRequest("a", upload, 1), content(10));
        server.faults().add(Fault.on(Operation.COMPLETE).times(1).then(FaultAction.errorBody("InternalError")));
        assertThatThrownBy(() -> store.completeUpload("a", upload, List.of(part), null))
                .isInstanceOf(TransientException.class);
        store.completeUpload("a", upload, List.of(part), null);
        assertThat(bucket.bytes("a")).hasSize(10);
    }

    @Test
    void aRefusalThatComesWhileTheBodyIsSentIsTheOneThatIsReported() {
        bucket.deny(Operation.PUT);
        configuration.setChecksum(ChecksumMode.MD5);
        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> open().put(new PutRequest("a", ObjectMetadata.NONE, null), content(20_000_000)))
                    .isInstanceOf(DeniedException.class)
                    .hasMessageContaining("AccessDenied");
        }
    }

    @Test
    void anonymousRequestsAreNotSigned() {
        bucket.publicRead();
        bucket.put("a", "x");
        configuration.setAccessKeyId("");
        configuration.setAnonymous(true);
        configuration.setChecksum(ChecksumMode.MD5);
        assertThat(open().head("a").size()).isEqualTo(1);
        open().check();
        assertThatThrownBy(() -> open().put(new PutRequest("b", ObjectMetadata.NONE, null), content(1)))
                .isInstanceOf(DeniedException.class);
    }

    @Test
    void temporaryCredentialsCarryTheirToken() {
        server.credential("TEMP", "secret2", "token==");
        configuration.setAccessKeyId("TEMP");
        configuration.setSecretAccessKey("secret2");
        configuration.setSessionToken("token==");
        S3Store store = open();
        store.put(new PutRequest("b", ObjectMetadata.NONE, null), content(1));
        store.delete("b");
        assertThat(bucket.keys()).isEmpty();
    }

    @Test
    void aBucketInAnotherRegionIsReportedWithItsRegion() {
        bucket.region("eu-west-1");
        assertThatThrownBy(() -> open().check())
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("eu-west-1")
                .hasMessageContaining("not us-east-1");
        configuration.setRegion("eu-west-1");
        open().check();
    }

    @Test
    void aHostThatIsNotThereIsReported() {
        // With a proxy the client would not look up the name.
        configuration.setEgress(Egress.of(Map.of()));
        configuration.setEndpoint("http://no-such-host.invalid");
        assertThatThrownBy(() -> open().check())
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("no such host")
                .hasMessageContaining("no-such-host.invalid");
        assertThatThrownBy(() -> open().list(ListRequest.of("", ""))).isInstanceOf(TransientException.class);
        // No process on this machine gets this port by chance.
        configuration.setEndpoint("http://127.0.0.1:1");
        assertThatThrownBy(() -> open().check())
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("can't connect");
        assertThatThrownBy(() -> open().list(ListRequest.of("", "")))
                .isInstanceOf(TransientException.class)
                .hasMessageContaining("can't connect");
    }

    @Test
    void mistakesInTheConfigurationAreReportedInOneLine() {
        configuration.setEndpoint("localhost:9000");
        assertThatThrownBy(this::open).isInstanceOf(InvalidException.class).hasMessageContaining("http://");
        configuration.setEndpoint("");
        configuration.setRegion("us-east-1");
        assertThatThrownBy(() -> new S3Store(" ", configuration)).isInstanceOf(InvalidException.class);
        assertThatThrownBy(() -> open().get(new GetRequest("", null, null))).isInstanceOf(InvalidException.class);
    }

    @Test
    void aStoreThatThrottlesIsLeftAloneForAsLongAsItAsks() {
        bucket.put("a", "x");
        S3Store store = open();
        server.faults().add(Fault.on(Operation.HEAD).times(1).then(FaultAction.answer(503, "SlowDown", 1)));
        long start = System.nanoTime();
        assertThatThrownBy(() -> store.head("a")).isInstanceOf(ThrottledException.class);
        store.head("a");
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(1_000_000_000L);
    }

    @Test
    void aKeyIsSentAsItIsSigned() {
        // Some servers verify the path as they receive it and reject any other form. Our server doesn't.
        String key = "a//b/../c+d%2Fe f";
        try (Relay relay = Relay.to(server.port())) {
            configuration.setEndpoint("http://127.0.0.1:" + relay.port());
            S3Store store = open();
            store.put(new PutRequest(key, ObjectMetadata.NONE, null), content(1));
            store.head(key);
            bucket.put("from//here", "x");
            store.copyObject(key, new CopySource("bucket", "from//here", null, false));
            store.delete(key);
            store.abortUpload(key, store.createUpload(key, ObjectMetadata.NONE));
            assertThat(relay.requestTargets())
                    .hasSize(7)
                    .allSatisfy(target -> assertThat(target).matches("/bucket/a//b/\\.\\./c%2Bd%252Fe%20f(\\?.*)?"));
        }
    }

    private static ObjectMetadata withTags(Map<String, String> tags) {
        return new ObjectMetadata(Map.of(), Map.of(), tags);
    }

    private static ObjectContent content(int size) {
        byte[] bytes = new byte[size];
        new SplittableRandom(1).nextBytes(bytes);
        return new ObjectContent(new ByteArrayInputStream(bytes), size, null, () -> {});
    }
}
