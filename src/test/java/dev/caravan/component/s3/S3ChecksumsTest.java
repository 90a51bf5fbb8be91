package dev.caravan.component.s3;

import static dev.caravan.local.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.checksum.KeptChecksum;
import dev.caravan.checksum.RunningSum;
import dev.caravan.job.ChecksumMode;
import dev.caravan.local.Bucket;
import dev.caravan.local.Fault;
import dev.caravan.local.FaultAction;
import dev.caravan.local.LocalS3;
import dev.caravan.local.Operation;
import dev.caravan.local.Quirk;
import dev.caravan.local.RequestRecord;
import dev.caravan.local.StoredObject;
import dev.caravan.store.ContentChecksum;
import dev.caravan.store.ContentChecksum.Kind;
import dev.caravan.store.ContentMismatchException;
import dev.caravan.store.DeniedException;
import dev.caravan.store.DigestException;
import dev.caravan.store.InvalidException;
import dev.caravan.store.ObjectContent;
import dev.caravan.store.ObjectInfo;
import dev.caravan.store.ObjectMetadata;
import dev.caravan.store.PartRequest;
import dev.caravan.store.PutRequest;
import dev.caravan.store.SendAgainException;
import dev.caravan.store.StorageTraits;
import dev.caravan.store.TransientException;
import dev.caravan.store.UploadedPart;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the verification of content at stores that accept, ignore, reject or require checksums. */
@Timeout(60)
class S3ChecksumsTest {

    private static final String WRONG = "0123456789abcdef0123456789abcdef";
    private static final int PART = 5 << 20;

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

    private static String put(S3Store store, String key, byte[] bytes) {
        return store.put(new PutRequest(key, ObjectMetadata.NONE, null), content(bytes));
    }

    private static UploadedPart part(S3Store store, String upload, int number, byte[] bytes) {
        return store.uploadPart(new PartRequest("a", upload, number), content(bytes));
    }

    /** Repeats a write as routes do: reads the content again and sends it in the form that the store requires. */
    private static <T> T again(Supplier<T> call) {
        for (int attempt = 1; attempt < 3; attempt++) {
            try {
                return call.get();
            } catch (SendAgainException e) {
                // The next call sends the content in another form.
            }
        }
        return call.get();
    }

    /** Repeats a write as routes do after a transient failure. */
    private static <T> T againAfterAnything(Supplier<T> call) {
        for (int attempt = 1; attempt < 5; attempt++) {
            try {
                return call.get();
            } catch (SendAgainException | DigestException e) {
                // The next call sends the content in another form, or learns more about the store.
            }
        }
        return call.get();
    }

    private void assertObjectAndPartsArrive(S3Store store) {
        byte[] small = bytes(300_000);
        again(() -> put(store, "small", small));
        assertThat(bucket.bytes("small")).isEqualTo(small);
        put(store, "empty", new byte[0]);
        assertThat(bucket.bytes("empty")).isEmpty();
        byte[] first = bytes(PART);
        byte[] last = bytes(77);
        String upload = store.createUpload("a", ObjectMetadata.NONE);
        List<UploadedPart> parts =
                List.of(again(() -> part(store, upload, 1, first)), again(() -> part(store, upload, 2, last)));
        store.completeUpload("a", upload, parts, null);
        assertThat(bucket.bytes("a")).isEqualTo(joined(List.of(first, last)));
    }

    private static ContentChecksum checksum(Kind kind, byte[] bytes) {
        RunningSum sum = KeptChecksum.start(kind);
        sum.update(bytes, 0, bytes.length);
        return new ContentChecksum(kind, sum.end().value());
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"CRC64NVME", "CRC32C", "CRC32"})
    void anUploadGetsTheSourcesChecksumThoughOtherProcessesMoveItsPartsAndCompleteIt(Kind kind) {
        configuration.setChecksum(ChecksumMode.KEEP);
        byte[] first = bytes(PART);
        byte[] last = bytes(77);
        ContentChecksum source = checksum(kind, joined(List.of(first, last)));
        String upload = open().createUpload("a", ObjectMetadata.NONE.with(StorageTraits.NONE.with(source)));
        S3Store other = open();
        part(other, upload, 1, first);
        part(other, upload, 2, last);
        S3Store completing = open();
        List<UploadedPart> parts = completing.listParts("a", upload);
        ContentChecksum wrong = checksum(kind, first);
        assertThatThrownBy(() -> completing.completeUpload("a", upload, parts, wrong))
                .isInstanceOf(ContentMismatchException.class)
                .hasMessageContaining(wrong.value());
        assertThat(bucket.get("a")).isEmpty();
        completing.completeUpload("a", upload, parts, source);
        assertThat(bucket.get("a").orElseThrow().checksum().value()).isEqualTo(source.value());
        assertThat(bucket.get("a").orElseThrow().checksum().composite()).isFalse();
        assertThat(sent(Operation.LIST_PARTS))
                .as("once a process, and for the first upload")
                .hasSize(3);
    }

    @Test
    void anUploadIsBegunWithoutTheSourcesChecksumWhereTheStoreDoesNotConfirmIt() {
        configuration.setChecksum(ChecksumMode.KEEP);
        bucket.quirks(Quirk.CONFIRMS_NOTHING);
        S3Store store = open();
        ContentChecksum source = checksum(Kind.CRC32, bytes(PART));
        String upload = store.createUpload("a", ObjectMetadata.NONE.with(StorageTraits.NONE.with(source)));
        assertThat(bucket.openUploads()).hasSize(1);
        UploadedPart part = again(() -> part(store, upload, 1, bytes(PART)));
        store.completeUpload("a", upload, List.of(part), source);
        assertThat(bucket.bytes("a")).isEqualTo(bytes(PART));
        assertThat(bucket.get("a").orElseThrow().checksum()).isNull();
    }

    private List<RequestRecord> sent(Operation operation) {
        return server.requests().log(operation);
    }

    @Test
    void anObjectWithoutAnMd5IsVerifiedByItsCrc32c() {
        ObjectMetadata zipped = new ObjectMetadata(Map.of("content-encoding", "gzip"), Map.of(), Map.of());
        open().put(new PutRequest("a", zipped, null), content(bytes(3_000_000)));
        assertThat(bucket.bytes("a")).isEqualTo(bytes(3_000_000));
        assertThat(bucket.get("a").orElseThrow().attributes().headers()).containsEntry("content-encoding", "gzip");
        assertThat(sent(Operation.PUT).get(0).headers())
                .containsEntry("x-amz-trailer", "x-amz-checksum-crc32c")
                .containsEntry("content-encoding", "gzip,aws-chunked")
                .containsEntry("x-amz-decoded-content-length", "3000000");
    }

    private static void putWith(S3Store store, String key, ContentChecksum source) {
        ObjectInfo info = new ObjectInfo(key, 1000, "e", false, Instant.EPOCH, "", ObjectMetadata.NONE, source);
        InputStream stream = new ByteArrayInputStream(bytes(1000));
        store.put(new PutRequest(key, ObjectMetadata.NONE, null), new ObjectContent(stream, 1000, info, () -> {}));
    }

    @Test
    void anEtagShowsTheContentWhereTheStoreDoesNotConfirmTheSourcesChecksum() {
        bucket.quirks(Quirk.CONFIRMS_NOTHING);
        configuration.setChecksum(ChecksumMode.KEEP);
        putWith(open(), "a", checksum(Kind.SHA256, bytes(1000)));
        assertThat(bucket.bytes("a")).isEqualTo(bytes(1000));

        bucket.quirks(Quirk.CONFIRMS_NOTHING, Quirk.HASHES_OTHERWISE);
        S3Store store = open();
        ContentChecksum source = checksum(Kind.SHA256, bytes(1000));
        assertThatThrownBy(() -> putWith(store, "b", source)).isInstanceOf(DigestException.class);

        bucket.quirks(Quirk.HASHES_OTHERWISE);
        putWith(open(), "c", source);
        assertThat(bucket.bytes("c")).isEqualTo(bytes(1000));
    }

    @Test
    void aStoreThatWantsTheNameOfTheChecksumVerifiesAndKeepsIt() {
        bucket.quirks(Quirk.NEEDS_ALGORITHM);
        configuration.setChecksum(ChecksumMode.KEEP);
        S3Store store = open();
        put(store, "own", bytes(10));
        ContentChecksum source = checksum(Kind.SHA256, bytes(1000));
        putWith(store, "kept", source);
        assertThat(bucket.get("own").orElseThrow().checksum().value())
                .isEqualTo(checksum(Kind.CRC32C, bytes(10)).value());
        assertThat(bucket.get("kept").orElseThrow().checksum().value()).isEqualTo(source.value());
    }

    @Test
    void aStoreThatKeepsTheFramingIsFoundOutAndGetsItAllPlain() {
        bucket.quirks(Quirk.KEEPS_FRAMING);
        S3Store store = open();
        assertThatThrownBy(() -> put(store, "small", bytes(1000))).isInstanceOf(SendAgainException.class);
        assertThat(bucket.bytes("small")).hasSizeGreaterThan(1000);
        assertObjectAndPartsArrive(store);
        assertThat(sent(Operation.UPLOAD_PART))
                .allSatisfy(request -> assertThat(request.headers()).doesNotContainKey("x-amz-trailer"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anObjectThatKeptTheEncodingOfTheFramingLosesItAtOnce(boolean confirms) {
        Quirk[] quirks = {Quirk.KEEPS_ENCODING, Quirk.CONFIRMS_NOTHING};
        bucket.quirks(confirms ? Arrays.copyOf(quirks, 1) : quirks);
        S3Store store = open();
        store.put(new PutRequest("a", zipped(), null), content(bytes(1000)));
        put(store, "b", bytes(1000));
        assertIsZipped();
        assertThat(bucket.get("b").orElseThrow().attributes().headers()).doesNotContainKey("content-encoding");
        assertThat(sent(Operation.HEAD)).hasSize(1);
        assertThat(sent(Operation.COPY)).hasSize(1);
        assertThat(sent(Operation.PUT)).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anObjectThatCannotLoseTheEncodingOfTheFramingIsSentAgainWithoutIt(boolean overtaken) {
        bucket.quirks(Quirk.KEEPS_ENCODING, Quirk.COPIES_ANY_VERSION);
        server.faults()
                .add(Fault.on(Operation.COPY)
                        .then(
                                overtaken
                                        ? FaultAction.before(() -> bucket.put("a", "another's"))
                                        : FaultAction.answer(501, "NotImplemented")));
        S3Store store = open();
        assertThatThrownBy(() -> store.put(new PutRequest("a", zipped(), null), content(bytes(1000))))
                .isInstanceOf(SendAgainException.class)
                .hasMessageContaining("keeps aws-chunked as the content's encoding");
        store.put(new PutRequest("a", zipped(), null), content(bytes(1000)));
        assertIsZipped();
    }

    private static ObjectMetadata zipped() {
        return new ObjectMetadata(Map.of("content-encoding", "gzip"), Map.of("m", "1"), Map.of("t", "2"));
    }

    private void assertIsZipped() {
        StoredObject zipped = bucket.get("a").orElseThrow();
        assertThat(bucket.bytes("a")).isEqualTo(bytes(1000));
        assertThat(zipped.attributes().headers()).containsEntry("content-encoding", "gzip");
        assertThat(zipped.attributes().metadata()).containsEntry("m", "1");
        assertThat(zipped.attributes().tags()).containsEntry("t", "2");
    }

    @Test
    void aStoreThatDropsTheFramingIsAskedOnceForAnEncoding() {
        S3Store store = open();
        for (String key : List.of("a", "b", "c")) {
            put(store, key, bytes(1000));
        }
        assertThat(sent(Operation.HEAD)).hasSize(1);
        assertThat(sent(Operation.PUT)).hasSize(3);
    }

    @Test
    void anObjectWhoseEncodingMayNotBeReadIsStored() {
        server.faults().add(Fault.on(Operation.HEAD).then(FaultAction.answer(403, "AccessDenied")));
        put(open(), "a", bytes(1000));
        assertThat(bucket.bytes("a")).isEqualTo(bytes(1000));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whereOnlyCrc32cMayBeUsedAStoreThatKeepsTheEncodingGetsNoMoreAfterTheFirstObject(boolean confirms) {
        Quirk[] quirks = {Quirk.KEEPS_ENCODING, Quirk.CONFIRMS_NOTHING};
        bucket.quirks(confirms ? Arrays.copyOf(quirks, 1) : quirks);
        configuration.setChecksum(ChecksumMode.CRC32C);
        S3Store store = open();
        String why = confirms ? "keeps aws-chunked as the content's encoding" : "does not confirm the CRC32C";
        for (String key : List.of("a", "b")) {
            assertThatThrownBy(() -> store.put(new PutRequest(key, zipped(), null), content(bytes(1000))))
                    .isInstanceOf(InvalidException.class)
                    .hasMessage("PUT s3://bucket/" + key + ": the store " + why + "; use --checksum auto or md5");
        }
        assertIsZipped();
        assertThat(bucket.get("b")).isEmpty();
    }

    @Test
    void aStoreThatConfirmsNothingAndWhoseEtagsAreNoMd5sIsBelievedByTheSize() {
        bucket.quirks(Quirk.CONFIRMS_NOTHING, Quirk.HASHES_OTHERWISE);
        S3Store store = open();
        String upload = store.createUpload("a", ObjectMetadata.NONE);
        byte[] bytes = bytes(PART);
        // Damage can cause one such ETag. A second one proves that the store computes ETags differently.
        assertThatThrownBy(() -> part(store, upload, 1, bytes)).isInstanceOf(SendAgainException.class);
        part(store, upload, 1, bytes);
        for (int number = 2; number < 6; number++) {
            part(store, upload, number, bytes);
        }
        assertThat(sent(Operation.UPLOAD_PART)).hasSize(6);
        put(store, "small", bytes(1000));
        assertThat(bucket.bytes("small")).isEqualTo(bytes(1000));
    }

    @Test
    void aStoreThatKeepsTheFramingIsFoundOutWhateverItsEtagsAre() throws Exception {
        bucket.quirks(Quirk.KEEPS_FRAMING, Quirk.HASHES_OTHERWISE);
        S3Store store = open();
        String upload = store.createUpload("a", ObjectMetadata.NONE);
        int parts = 4;
        ExecutorService threads = Executors.newFixedThreadPool(parts);
        CyclicBarrier allThere = new CyclicBarrier(parts);
        try {
            List<Future<UploadedPart>> sent = new ArrayList<>();
            for (int number = 1; number <= parts; number++) {
                int own = number;
                sent.add(threads.submit(() -> {
                    allThere.await();
                    return againAfterAnything(() -> part(store, upload, own, bytes(PART)));
                }));
            }
            List<UploadedPart> all = new ArrayList<>();
            for (Future<UploadedPart> part : sent) {
                all.add(part.get());
            }
            store.completeUpload("a", upload, all, null);
        } finally {
            threads.shutdownNow();
        }
        assertThat(bucket.bytes("a")).hasSize(parts * PART);
    }

    @Test
    void anotherEtagIsAFailureWhereOneHasMatched() {
        bucket.quirks(Quirk.CONFIRMS_NOTHING);
        S3Store store = open();
        put(store, "first", new byte[0]);
        again(() -> put(store, "right", bytes(1000)));
        bucket.quirks(Quirk.CONFIRMS_NOTHING, Quirk.HASHES_OTHERWISE);
        for (int attempt = 0; attempt < 3; attempt++) {
            assertThatThrownBy(() -> put(store, "wrong", bytes(1000))).isInstanceOf(DigestException.class);
        }
    }

    @Test
    void partsThatFlyWhileItIsFoundOutAreAllSentAgain() throws Exception {
        bucket.quirks(Quirk.KEEPS_FRAMING);
        int parts = 6;
        CyclicBarrier allThere = new CyclicBarrier(parts);
        server.faults()
                .add(Fault.on(Operation.UPLOAD_PART).times(parts).then(FaultAction.after(() -> await(allThere))));
        S3Store store = open();
        String upload = store.createUpload("a", ObjectMetadata.NONE);
        List<byte[]> contents = new ArrayList<>();
        List<Future<UploadedPart>> results = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(parts);
        try {
            for (int i = 1; i <= parts; i++) {
                byte[] bytes = new byte[i < parts ? PART : 10];
                new SplittableRandom(i).nextBytes(bytes);
                contents.add(bytes);
                int number = i;
                results.add(threads.submit(() -> again(() -> part(store, upload, number, bytes))));
            }
            List<UploadedPart> uploaded = new ArrayList<>();
            for (Future<UploadedPart> result : results) {
                uploaded.add(result.get());
            }
            store.completeUpload("a", upload, uploaded, null);
        } finally {
            threads.shutdownNow();
        }
        assertThat(bucket.bytes("a")).isEqualTo(joined(contents));
        assertThat(sent(Operation.UPLOAD_PART)).hasSize(2 * parts);
    }

    @Test
    void whatAnUnconfirmingStoreHasAsItWasSentIsNotSentAgain() {
        bucket.quirks(Quirk.CONFIRMS_NOTHING);
        S3Store store = open();
        String upload = store.createUpload("a", ObjectMetadata.NONE);
        UploadedPart first = part(store, upload, 1, bytes(PART));
        UploadedPart second = part(store, upload, 2, bytes(10));
        assertThat(List.of(first, second))
                .allSatisfy(part -> assertThat(part.checksum()).isEmpty());
        store.completeUpload("a", upload, List.of(first, second), null);
        assertThat(bucket.bytes("a")).hasSize(PART + 10);
        assertThat(sent(Operation.UPLOAD_PART))
                .extracting(request -> request.headers().containsKey("x-amz-trailer"))
                .containsExactly(true, false);
    }

    @Test
    void whereNothingReportsWhatAnUnconfirmingStoreHasItIsSentAgain() {
        bucket.kmsEncrypted().quirks(Quirk.CONFIRMS_NOTHING);
        S3Store store = open();
        assertThatThrownBy(() -> put(store, "small", bytes(10))).isInstanceOf(SendAgainException.class);
        assertObjectAndPartsArrive(store);
    }

    @Test
    void everyTrailerMustBeConfirmed() {
        S3Store store = open();
        put(store, "a", bytes(10));
        bucket.quirks(Quirk.KEEPS_FRAMING);
        again(() -> put(store, "b", bytes(20)));
        assertThat(bucket.bytes("b")).isEqualTo(bytes(20));
    }

    @Test
    void anObjectUnderWayWhenTheFirstTrailerIsConfirmedNeedsItsOwnConfirmation() {
        S3Store store = open();
        InputStream slow = new FilterInputStream(new ByteArrayInputStream(bytes(1000))) {
            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                if (bucket.get("first").isEmpty()) {
                    put(store, "first", bytes(10));
                    bucket.quirks(Quirk.CONFIRMS_NOTHING);
                }
                return super.read(buffer, offset, length);
            }
        };
        PutRequest late = new PutRequest("late", ObjectMetadata.NONE, null);
        assertThatThrownBy(() -> store.put(late, new ObjectContent(slow, 1000, null, () -> {})))
                .isInstanceOf(SendAgainException.class);
        again(() -> put(store, "late", bytes(1000)));
        assertThat(bucket.bytes("late")).isEqualTo(bytes(1000));
    }

    @Test
    void onlyAnUnknownStoreMayLackTheConfirmationThatMakesAnMd5Needless() {
        assertThat(new WriteChecksums("s3://a", new S3Configuration(), true).mayLackConfirmation())
                .as("Amazon S3")
                .isFalse();
        WriteChecksums other = new WriteChecksums("s3://a", new S3Configuration(), false);
        assertThat(other.mayLackConfirmation()).isTrue();
        other.confirm();
        assertThat(other.mayLackConfirmation()).isFalse();
    }

    @Test
    void insistingOnCrc32cIsReportedWhereNothingConfirmsIt() {
        bucket.quirks(Quirk.CONFIRMS_NOTHING);
        configuration.setChecksum(ChecksumMode.CRC32C);
        S3Store store = open();
        assertThatThrownBy(() -> put(store, "a", bytes(10)))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("does not confirm the CRC32C")
                .hasMessageContaining("--checksum auto");
    }

    @ParameterizedTest
    @EnumSource(ChecksumMode.class)
    void aBucketWithLocksGetsWhatItRequires(ChecksumMode mode) {
        bucket.quirks(Quirk.LOCKED);
        configuration.setChecksum(mode);
        assertObjectAndPartsArrive(open());
        boolean trailers = mode.isFlexible() || mode == ChecksumMode.CRC32C;
        // The store rejects at most one request, and accepts all later ones.
        assertThat(sent(Operation.PUT)).hasSize(trailers ? 2 : 3);
        assertThat(sent(Operation.UPLOAD_PART)).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource(value = ChecksumMode.class, names = "CRC32C", mode = EnumSource.Mode.EXCLUDE)
    void aBucketWithLocksThatRefusesChecksumsGetsContentMd5(ChecksumMode mode) {
        bucket.quirks(Quirk.LOCKED, Quirk.REFUSES_CHECKSUMS);
        configuration.setChecksum(mode);
        assertObjectAndPartsArrive(open());
        assertThat(sent(Operation.UPLOAD_PART))
                .allSatisfy(request -> assertThat(request.headers()).containsKey("content-md5"));
    }

    @ParameterizedTest
    @CsvSource({
        "400, BadRequest",
        "400, ''",
        "502, ''",
        "400, AuthorizationHeaderMalformed",
        "401, Unauthorized",
        "403, AccessDenied",
        "403, SignatureDoesNotMatch",
        "403, ''"
    })
    void aRefusalOfTrailersThatIsVagueOrHiddenByAProxyIsOneToo(int status, String code) {
        server.faults()
                .add(Fault.on(Operation.PUT, Operation.UPLOAD_PART)
                        .request(write -> write.header("x-amz-trailer") != null)
                        .then(FaultAction.answer(status, code)));
        assertObjectAndPartsArrive(open());
        assertThat(sent(Operation.PUT)).hasSize(3);
        assertThat(sent(Operation.UPLOAD_PART)).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"AccessDenied", "SignatureDoesNotMatch"})
    void aStoreThatDeniesAnyFormDeniesTheWrite(String code) {
        server.faults().add(Fault.on(Operation.PUT).then(FaultAction.answer(403, code)));
        S3Store store = open();
        assertThatThrownBy(() -> again(() -> put(store, "a", bytes(10)))).isInstanceOf(DeniedException.class);
        configuration.setChecksum(ChecksumMode.CRC32C);
        assertThatThrownBy(() -> put(open(), "a", bytes(10)))
                .isInstanceOfSatisfying(
                        DeniedException.class,
                        e -> assertThat(e.ofCaller()).isEqualTo(code.equals("SignatureDoesNotMatch")))
                .hasMessageContaining(code)
                .hasMessageContaining("--checksum auto");
    }

    @Test
    void aStoreThatHasConfirmedATrailerDeniesTheWriteOnly() {
        S3Store store = open();
        put(store, "a", bytes(10));
        server.faults().add(Fault.on(Operation.PUT).times(1).then(FaultAction.answer(403, "AccessDenied")));
        assertThatThrownBy(() -> put(store, "b", bytes(10))).isInstanceOf(DeniedException.class);
        put(store, "b", bytes(10));
        assertThat(sent(Operation.PUT))
                .allSatisfy(write -> assertThat(write.header("x-amz-trailer")).isNotNull());
    }

    @Test
    void aStoreThatFailsForAWhileGetsTrailersAsBefore() {
        server.faults().add(Fault.on(Operation.PUT).times(5).then(FaultAction.answer(500, "InternalError")));
        S3Store store = open();
        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> put(store, "a", bytes(10)))
                    .isInstanceOf(TransientException.class)
                    .isNotInstanceOf(SendAgainException.class);
        }
        put(store, "a", bytes(10));
        assertThat(sent(Operation.PUT))
                .allSatisfy(write -> assertThat(write.header("x-amz-trailer")).isNotNull());
    }

    static Stream<FaultAction> failures() {
        return Stream.of(
                FaultAction.reset(), FaultAction.answer(400, "IncompleteBody"), FaultAction.answer(400, "BadDigest"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void theThirdTrailerThatFailsCountsAsRefused(FaultAction failure) {
        server.faults()
                .add(Fault.on(Operation.PUT)
                        .request(write -> write.header("x-amz-trailer") != null)
                        .then(failure));
        S3Store store = open();
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> put(store, "a", bytes(10)))
                    .isInstanceOf(TransientException.class)
                    .isNotInstanceOf(SendAgainException.class);
        }
        assertThatThrownBy(() -> put(store, "a", bytes(10))).isInstanceOf(SendAgainException.class);
        put(store, "a", bytes(10));
        assertThat(store.head("a").size()).isEqualTo(10);
    }

    @Test
    void aStoreThatHasConfirmedATrailerIsNotSuspectedOfAHiddenRefusal() {
        S3Store store = open();
        put(store, "a", bytes(10));
        server.faults().add(Fault.on(Operation.PUT).times(1).then(FaultAction.answer(502, "")));
        assertThatThrownBy(() -> put(store, "b", bytes(10)))
                .isInstanceOf(TransientException.class)
                .isNotInstanceOf(SendAgainException.class);
        put(store, "b", bytes(10));
        assertThat(sent(Operation.PUT))
                .allSatisfy(write -> assertThat(write.header("x-amz-trailer")).isNotNull());
    }

    @Test
    void aWrongMd5IsNoticedThoughTheStoreIgnoresIt() {
        bucket.quirks(Quirk.IGNORES_MD5);
        PutRequest wrong = new PutRequest("a", ObjectMetadata.NONE, WRONG);
        assertThatThrownBy(() -> open().put(wrong, content(bytes(10))))
                .isInstanceOf(DigestException.class)
                .hasMessageContaining(WRONG)
                .hasMessageContaining("ETag");
        configuration.setChecksum(ChecksumMode.NONE);
        open().put(wrong, content(bytes(10)));
        configuration.setChecksum(ChecksumMode.AUTO);
        // The ETag of an encrypted object looks like an MD5 and is not one.
        bucket.kmsEncrypted();
        open().put(wrong, content(bytes(10)));
    }

    @Test
    void anAnswerWithoutAnEtagIsLookedAtOnce() {
        bucket.quirks(Quirk.TELLS_NO_ETAG);
        S3Store store = open();
        String etag = put(store, "empty", new byte[0]);
        assertThat(etag).isEqualTo(bucket.get("empty").orElseThrow().etag());
        assertThat(server.requests().count(Operation.HEAD)).isEqualTo(1);
        PutRequest known = new PutRequest("a", ObjectMetadata.NONE, etag);
        server.faults().add(Fault.on(Operation.PUT).times(1).then(FaultAction.after(() -> bucket.remove("a"))));
        assertThatThrownBy(() -> store.put(known, content(new byte[0])))
                .isInstanceOf(TransientException.class)
                .hasMessageContaining("has no ETag, and the object is not there");
        server.faults().add(Fault.on(Operation.PUT).times(1).then(FaultAction.after(() -> bucket.put("a", "other"))));
        assertThatThrownBy(() -> store.put(known, content(new byte[0])))
                .isInstanceOf(TransientException.class)
                .hasMessageContaining("has 5 bytes, not 0");
    }

    @ParameterizedTest
    @EnumSource(value = ChecksumMode.class, names = "CRC32C", mode = EnumSource.Mode.EXCLUDE)
    void anOlderObjectOfTheSameSizeIsNotTheOneOfAnAnswerWithoutAnEtag(ChecksumMode mode) {
        bucket.quirks(Quirk.TELLS_NO_ETAG, Quirk.REFUSES_CHECKSUMS);
        configuration.setChecksum(mode);
        S3Store store = open();
        again(() -> put(store, "form", bytes(10)));
        byte[] older = "older data".getBytes(StandardCharsets.UTF_8);
        server.faults().add(Fault.on(Operation.PUT).then(FaultAction.after(() -> bucket.put("a", older))));
        if (mode == ChecksumMode.NONE) {
            put(store, "a", bytes(10));
        } else {
            assertThatThrownBy(() -> put(store, "a", bytes(10)))
                    .isInstanceOf(TransientException.class)
                    .hasMessageContaining("has no ETag, and the object has the ETag")
                    .hasMessageContaining("--checksum none");
        }
    }

    @Test
    void contentThatFailsWhileItIsHeldIsTheSourcesFaultAndNothingIsSent() {
        bucket.quirks(Quirk.LOCKED);
        configuration.setChecksum(ChecksumMode.MD5);
        S3Store store = open();
        again(() -> put(store, "a", bytes(10)));
        long before = server.requests().total();
        // A failed write must release its buffer: there are eight.
        for (int i = 0; i < HeldContent.MOST + 1; i++) {
            ObjectContent tooShort = new ObjectContent(new ByteArrayInputStream(bytes(10)), 20, null, () -> {});
            assertThatThrownBy(() -> store.put(new PutRequest("b", ObjectMetadata.NONE, null), tooShort))
                    .isInstanceOf(TransientException.class)
                    .hasMessageContaining("source")
                    .hasMessageContaining("10 of 20");
        }
        assertThat(server.requests().total()).isEqualTo(before);
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] joined(List<byte[]> pieces) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        pieces.forEach(all::writeBytes);
        return all.toByteArray();
    }

    private static byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        new SplittableRandom(size).nextBytes(bytes);
        return bytes;
    }

    private static ObjectContent content(byte[] bytes) {
        return new ObjectContent(new ByteArrayInputStream(bytes), bytes.length, null, () -> {});
    }
}
