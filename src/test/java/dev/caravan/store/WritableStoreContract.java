package dev.caravan.store;

import static dev.caravan.local.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract of a store that can be a destination, in addition to {@link ObjectStoreContract}. */
public abstract class WritableStoreContract extends ObjectStoreContract {

    /** The minimum size of all parts except the last (Amazon S3, "Multipart upload limits"). */
    private static final int PART = 5 * 1024 * 1024;

    @Override
    protected abstract WritableStore store();

    /** Returns the name of the bucket, for copies within the service. */
    protected abstract String bucketName();

    /** Returns the bytes of an object without the store under test. */
    protected abstract byte[] placed(String key);

    /** Returns whether the bucket has an object, without the store under test. */
    protected abstract boolean holds(String key);

    @ParameterizedTest
    @MethodSource("oddKeys")
    void anOddKeyIsWrittenCopiedAndDeleted(String key) {
        byte[] bytes = bytes(99);
        store().put(new PutRequest(key, ObjectMetadata.NONE, md5(bytes)), content(bytes));
        assertThat(placed(key)).isEqualTo(bytes);
        store().copyObject("copy", new CopySource(bucketName(), key, null, false));
        assertThat(placed("copy")).isEqualTo(bytes);
        store().delete(key);
        assertThat(holds(key)).isFalse();
        String upload = store().createUpload(key, ObjectMetadata.NONE);
        UploadedPart part = store().uploadPart(new PartRequest(key, upload, 1), content(bytes));
        assertThat(store().listParts(key, upload))
                .extracting(UploadedPart::etag)
                .containsExactly(part.etag());
        store().completeUpload(key, upload, List.of(part), null);
        assertThat(placed(key)).isEqualTo(bytes);
    }

    @Test
    void whatIsWrittenIsReadAgain() throws IOException {
        byte[] bytes = bytes(500_000);
        String etag = store().put(new PutRequest("a", METADATA, null), content(bytes));
        try (ObjectContent content = store().get(new GetRequest("a", null, etag))) {
            assertThat(content.info().metadata()).isEqualTo(METADATA);
            assertThat(content.stream().readAllBytes()).isEqualTo(bytes);
        }
    }

    @Test
    void anEmptyObjectIsWritten() {
        store().put(new PutRequest("marker/", ObjectMetadata.NONE, null), content(new byte[0]));
        assertThat(placed("marker/")).isEmpty();
    }

    @Test
    void aWrongMd5StoresNothing() {
        assertThatThrownBy(
                        () -> store().put(new PutRequest("a", ObjectMetadata.NONE, md5(bytes(9))), content(bytes(10))))
                .isInstanceOf(TransientException.class);
        assertThat(holds("a")).isFalse();
    }

    @Test
    void aSourceThatFailsStoresNothingAndIsNamed() {
        InputStream failing = new SequenceInputStream(new ByteArrayInputStream(bytes(300_000)), new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("the cable is cut");
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                return read();
            }
        });
        ObjectContent content = new ObjectContent(failing, 400_000, null, () -> {});
        assertThatThrownBy(() -> store().put(new PutRequest("a", ObjectMetadata.NONE, null), content))
                .isInstanceOf(TransientException.class)
                .hasMessageContaining("source")
                .hasMessageContaining("300000 of 400000")
                .hasMessageContaining("the cable is cut");
        ObjectContent tooShort = new ObjectContent(new ByteArrayInputStream(bytes(10)), 20, null, () -> {});
        assertThatThrownBy(() -> store().put(new PutRequest("a", ObjectMetadata.NONE, null), tooShort))
                .isInstanceOf(TransientException.class)
                .hasMessageContaining("10 of 20");
        assertThat(holds("a")).isFalse();
    }

    @Test
    void anUploadBecomesAnObjectWhenItIsCompleted() throws IOException {
        byte[] bytes = bytes(2 * PART + 12_345);
        String upload = store().createUpload("a", METADATA);
        List<UploadedPart> parts = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            byte[] part = java.util.Arrays.copyOfRange(bytes, i * PART, Math.min((i + 1) * PART, bytes.length));
            parts.add(store().uploadPart(new PartRequest("a", upload, i + 1), content(part)));
        }
        assertThat(holds("a")).isFalse();
        assertThat(store().listParts("a", upload)).isEqualTo(parts);
        String etag = store().completeUpload("a", upload, parts, null);
        try (ObjectContent content = store().get(new GetRequest("a", null, etag))) {
            assertThat(content.info().etagIsMd5()).isFalse();
            assertThat(content.info().metadata()).isEqualTo(METADATA);
            assertThat(content.stream().readAllBytes()).isEqualTo(bytes);
        }
        assertThatThrownBy(() -> store().listParts("a", upload)).isInstanceOf(UploadGoneException.class);
    }

    @Test
    void aPartWithTheSameNumberIsReplaced() {
        String upload = store().createUpload("a", ObjectMetadata.NONE);
        store().uploadPart(new PartRequest("a", upload, 1), content(bytes(5)));
        UploadedPart second = store().uploadPart(new PartRequest("a", upload, 1), content(bytes(6)));
        assertThat(store().listParts("a", upload)).containsExactly(second);
        store().completeUpload("a", upload, List.of(second), null);
        assertThat(placed("a")).isEqualTo(bytes(6));
    }

    @Test
    void allPagesOfPartsAreListed() {
        String upload = store().createUpload("a", ObjectMetadata.NONE);
        List<UploadedPart> parts = Collections.synchronizedList(new ArrayList<>());
        for (int i = 1; i <= 1003; i++) {
            parts.add(store().uploadPart(new PartRequest("a", upload, i), content(bytes(1))));
        }
        assertThat(store().listParts("a", upload)).isEqualTo(parts);
        store().abortUpload("a", upload);
    }

    @Test
    void anAbortedUploadIsGoneAndAbortingAgainIsNoError() {
        String upload = store().createUpload("a", ObjectMetadata.NONE);
        UploadedPart part = store().uploadPart(new PartRequest("a", upload, 1), content(bytes(5)));
        store().abortUpload("a", upload);
        store().abortUpload("a", upload);
        assertThatThrownBy(() -> store().uploadPart(new PartRequest("a", upload, 2), content(bytes(5))))
                .isInstanceOf(UploadGoneException.class);
        assertThatThrownBy(() -> store().listParts("a", upload)).isInstanceOf(UploadGoneException.class);
        assertThatThrownBy(() -> store().completeUpload("a", upload, List.of(part), null))
                .isInstanceOf(UploadGoneException.class);
        assertThat(holds("a")).isFalse();
    }

    @Test
    void theServiceCopiesAnObjectWithItsMetadata() throws IOException {
        place("from", bytes(1000), METADATA);
        String etag = store().head("from").etag();
        String copied = store().copyObject("to", new CopySource(bucketName(), "from", etag, false));
        try (ObjectContent content = store().get(new GetRequest("to", null, copied))) {
            assertThat(content.info().metadata().expires()).as("Expires").isEqualTo(METADATA.expires());
            assertThat(content.info().metadata()).isEqualTo(METADATA);
            assertThat(content.stream().readAllBytes()).isEqualTo(bytes(1000));
        }
        assertThatThrownBy(() -> store().copyObject("to", new CopySource(bucketName(), "from", md5(bytes(1)), false)))
                .isInstanceOf(ChangedException.class);
        assertThatThrownBy(() -> store().copyObject("to", new CopySource(bucketName(), "none", null, false)))
                .isInstanceOf(InvalidException.class)
                .satisfies(e -> assertThat(((StoreException) e).code()).isEqualTo("NoSuchKey"));
    }

    @Test
    void theServiceCopiesRangesIntoParts() {
        byte[] bytes = bytes(PART + 1000);
        place("from", bytes, ObjectMetadata.NONE);
        String etag = store().head("from").etag();
        String upload = store().createUpload("to", ObjectMetadata.NONE);
        CopySource source = new CopySource(bucketName(), "from", etag, false);
        List<UploadedPart> parts = List.of(
                store().copyPart(new PartRequest("to", upload, 1), source, new ByteRange(0, PART)),
                store().copyPart(new PartRequest("to", upload, 2), source, new ByteRange(PART, 1000)));
        assertThat(parts).extracting(UploadedPart::length).containsExactly((long) PART, 1000L);
        store().completeUpload("to", upload, parts, null);
        assertThat(placed("to")).isEqualTo(bytes);
    }

    @Test
    void deletingWhatIsGoneIsNoError() {
        place("a", bytes(1), ObjectMetadata.NONE);
        store().delete("a");
        assertThat(holds("a")).isFalse();
        assertThatCode(() -> store().delete("a")).doesNotThrowAnyException();
    }

    @Test
    void no404ToAWriteSaysThatAnythingIsGone() {
        place("from", bytes(10), ObjectMetadata.NONE);
        String upload = store().createUpload("b", ObjectMetadata.NONE);
        PartRequest part = new PartRequest("b", upload, 1);
        CopySource source = new CopySource(bucketName(), "from", null, false);
        List<ThrowingCallable> writes = List.of(
                () -> store().put(new PutRequest("a", ObjectMetadata.NONE, null), content(bytes(10))),
                () -> store().createUpload("a", ObjectMetadata.NONE),
                () -> store().uploadPart(part, content(bytes(10))),
                () -> store().copyPart(part, source, new ByteRange(0, 10)),
                () -> store().copyObject("a", source),
                () -> store().listParts("b", upload),
                () -> store().completeUpload("b", upload, List.of(new UploadedPart(1, md5(bytes(10)), 10, "")), null),
                () -> store().abortUpload("b", upload));
        for (ThrowingCallable write : writes) {
            failNext(404, "");
            assertThatThrownBy(write)
                    .isInstanceOf(NotFoundException.class)
                    .hasMessageContaining("no error code of the store");
        }
        assertThat(holds("a")).isFalse();
        assertThat(store().listParts("b", upload)).isEmpty();
    }

    @Test
    void aDeleteThatIsAnswered404WithoutACodeIsDoneOnlyIfTheObjectIsGone() {
        place("a", bytes(1), ObjectMetadata.NONE);
        failNext(404, "");
        assertThatThrownBy(() -> store().delete("a"))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("DELETE")
                .hasMessageContaining("lists the object");
        assertThat(holds("a")).isTrue();
        store().delete("a");
        failNext(404, "");
        assertThatCode(() -> store().delete("a")).doesNotThrowAnyException();
    }

    /** Returns a content of these bytes that belongs to no object. */
    protected static ObjectContent content(byte[] bytes) {
        return new ObjectContent(new ByteArrayInputStream(bytes), bytes.length, null, () -> {});
    }

    protected static String md5(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
