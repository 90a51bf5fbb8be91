package dev.caravan.transfer;

import static dev.caravan.local.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.caravan.job.VerifyMode;
import dev.caravan.local.MemoryStore;
import dev.caravan.message.ObjectMessage;
import dev.caravan.progress.Progress;
import dev.caravan.record.JobStatus;
import dev.caravan.record.UploadLeft;
import dev.caravan.store.ChangedException;
import dev.caravan.store.ContentMismatchException;
import dev.caravan.store.DeniedException;
import dev.caravan.store.InvalidException;
import dev.caravan.store.ObjectInfo;
import dev.caravan.store.ObjectMetadata;
import dev.caravan.store.StoreException;
import dev.caravan.store.ThrottledException;
import dev.caravan.store.TransientException;
import dev.caravan.store.UploadGoneException;
import dev.caravan.store.UploadedPart;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests an object of two parts, of 5 and of 1 MiB. */
class UploadTest {

    private static final int MIB = 1 << 20;
    private static final byte[] BYTES = MemoryStore.noise(6 * MIB);
    private static final Retry RETRY = new Retry(2, 2, 1, 1, new Progress().passing());

    private final TwoStores stores = new TwoStores();
    private final MemoryStore source = stores.source.with("k", BYTES);
    private final MemoryStore destination = stores.destination;
    private final NotedUploads records = new NotedUploads();
    private final List<String> events = records.events;
    private final Upload upload = new Upload(stores, records, 5 * MIB, VerifyMode.AUTO, RETRY);

    @BeforeEach
    void destinationCountsItsRequests() {
        destination.when((operation, key) -> events.add(operation));
    }

    private Transfer begun(Boolean lastTry) {
        Transfer transfer = stores.transfer("k", lastTry);
        upload.begin(transfer, false, UnaryOperator.identity());
        return transfer;
    }

    /** Returns an upload with both parts, before its completion. */
    private Transfer filled(Boolean lastTry) {
        Transfer transfer = begun(lastTry);
        stores.move(transfer, 1);
        stores.move(transfer, 2);
        events.clear();
        return transfer;
    }

    /** Makes the first calls of an operation of the destination fail. */
    private void fails(String operation, int times, RuntimeException failure) {
        AtomicInteger failures = new AtomicInteger();
        destination.when((name, key) -> {
            if (name.equals(operation) && failures.incrementAndGet() <= times) {
                throw failure;
            }
        });
    }

    /** Makes an upload of an earlier run, with its first part. */
    private String left() {
        Transfer earlier = begun(null);
        stores.move(earlier, 1);
        records.left = new UploadLeft(earlier.uploadId(), earlier.source().etag(), BYTES.length);
        events.clear();
        return earlier.uploadId();
    }

    @Test
    void uploadIsNotedBeforeTheStoreIsAskedAndItsIdBeforeAPartIsSent() {
        Transfer transfer = begun(null);
        assertThat(events).containsExactly("intended", "create", "begun upload-1");
        assertThat(transfer.status()).isEqualTo(JobStatus.STARTED);
        assertThat(transfer.uploadId()).isEqualTo("upload-1");
        assertThat(transfer.parts().missing()).containsExactly(1, 2);
    }

    @Test
    void uploadOfTheSameVersionGoesOnWithTheMissingParts() {
        String id = left();
        Transfer transfer = begun(null);
        assertThat(events).containsExactly("list parts", "begun " + id);
        assertThat(transfer.parts().missing()).containsExactly(2);
        stores.move(transfer, 2);
        upload.complete(transfer);
        assertThat(destination.bytes("k")).isEqualTo(BYTES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"etag", "size", "no etag", "user's step"})
    void uploadOfAnotherVersionIsAbortedBeforeANewOneBegins(String what) {
        String id = left();
        UploadLeft earlier = records.left;
        records.left = switch (what) {
            case "etag" -> new UploadLeft(id, "another", BYTES.length);
            case "size" -> new UploadLeft(id, earlier.sourceEtag(), 1);
            case "no etag" -> new UploadLeft(id, "", BYTES.length);
            default -> earlier;
        };
        upload.begin(stores.transfer("k", null), what.equals("user's step"), UnaryOperator.identity());
        assertThat(events).containsExactly("abort", "ended " + id, "intended", "create", "begun upload-2");
        assertThat(destination.openUploadIds()).containsExactly("upload-2");
    }

    @Test
    void uploadWhosePartsWereCutOtherwiseIsAborted() {
        String id = left();
        destination.truncatePart(1);
        Transfer transfer = begun(null);
        assertThat(events)
                .containsExactly("list parts", "abort", "ended " + id, "intended", "create", "begun upload-2");
        assertThat(transfer.parts().missing()).containsExactly(1, 2);
    }

    @Test
    void uploadThatIsGoneIsNotedAsEnded() {
        String id = left();
        destination.abortAll();
        begun(null);
        assertThat(events).containsExactly("list parts", "ended " + id, "intended", "create", "begun upload-2");
    }

    static Stream<StoreException> refusalsOfParts() {
        return Stream.of(
                new UploadGoneException("404 NoSuchKey", 404, "NoSuchKey"),
                new InvalidException("501 NotImplemented", 501, "NotImplemented"));
    }

    @ParameterizedTest
    @MethodSource("refusalsOfParts")
    void uploadWhosePartsTheStoreDoesNotListIsAbortedInCaseItIsThere(StoreException refusal) {
        String id = left();
        fails("list parts", 1, refusal);
        begun(null);
        assertThat(events)
                .containsExactly("list parts", "abort", "ended " + id, "intended", "create", "begun upload-2");
        assertThat(destination.openUploadIds()).containsExactly("upload-2");
    }

    @Test
    void uploadThatTheStoreRefusesHasNoId() {
        fails("create", 1, new DeniedException("403", 403, "AccessDenied"));
        Transfer transfer = stores.transfer("k", null);
        assertThatThrownBy(() -> upload.begin(transfer, false, UnaryOperator.identity()))
                .isInstanceOf(DeniedException.class);
        assertThat(events).containsExactly("intended", "create");
        assertThat(transfer.uploadId()).isEmpty();
    }

    @Test
    void uploadThatCannotBeRecordedIsAborted() {
        records.failure = new IllegalStateException("the disk is full");
        Transfer transfer = stores.transfer("k", null);
        assertThatThrownBy(() -> upload.begin(transfer, false, UnaryOperator.identity()))
                .isSameAs(records.failure);
        assertThat(destination.openUploads()).isZero();
    }

    @Test
    void objectThatIsOverwrittenBeforeItsUploadHasNone() {
        Transfer transfer = stores.transfer("k", null);
        source.with("k", "newer");
        assertThatThrownBy(() -> upload.begin(transfer, false, UnaryOperator.identity()))
                .isInstanceOf(ChangedException.class);
        assertThat(events).isEmpty();
    }

    @Test
    void objectIsMadeOfItsParts() {
        Transfer transfer = filled(null);
        upload.complete(transfer);
        assertThat(destination.bytes("k")).isEqualTo(BYTES);
        assertThat(events).containsExactly("complete", "completed", "ended upload-1");
        assertThat(transfer.status()).isEqualTo(JobStatus.DONE);
        assertThat(transfer.destinationEtag()).endsWith("-2");
    }

    @Test
    void objectIsNotMadeWithoutAPart() {
        Transfer transfer = begun(null);
        stores.move(transfer, 2);
        events.clear();
        assertThatThrownBy(() -> upload.complete(transfer)).hasMessage("part 1 of 2 was not uploaded");
        assertThat(events).containsExactly("abort", "ended upload-1");
    }

    @Test
    void partOfAnotherLengthIsRefused() {
        Transfer transfer = begun(null);
        assertThatThrownBy(() -> Upload.uploaded(transfer, new UploadedPart(2, "e", MIB - 1, ""), null))
                .isInstanceOf(InvalidException.class)
                .hasMessageStartingWith("part 2 has 1048575 bytes and not 1048576");
    }

    @Test
    void answerToCompleteThatIsLostIsRecognised() {
        Transfer transfer = filled(null);
        fails("completed", 1, new TransientException("the connection broke"));
        upload.complete(transfer);
        assertThat(events).containsExactly("complete", "completed", "complete", "head", "ended upload-1");
        assertThat(transfer.status()).isEqualTo(JobStatus.DONE);
        assertThat(transfer.destinationEtag()).endsWith("-2");
    }

    @Test
    void objectIsRecognisedThoughEveryAnswerToCompleteIsLost() {
        Transfer transfer = filled(null);
        AtomicInteger requests = new AtomicInteger();
        destination.when((name, key) -> {
            if (name.equals(requests.get() == 0 ? "completed" : "complete") && requests.incrementAndGet() > 0) {
                throw new TransientException("the answer is cut off");
            }
        });
        upload.complete(transfer);
        assertThat(requests).hasValue(3);
        assertThat(transfer.status()).isEqualTo(JobStatus.DONE);
        assertThat(transfer.destinationEtag()).endsWith("-2");
    }

    @Test
    void answerToCompleteThatCannotBeReadIsNoFailureIfTheObjectIsThere() {
        Transfer transfer = filled(null);
        fails("completed", 1, new InvalidException("COMPLETE k: it has no ETag", 200, ""));
        upload.complete(transfer);
        assertThat(transfer.destinationEtag()).endsWith("-2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nothing", "another object"})
    void requestToCompleteThatIsRefusedIsAFailureIfTheObjectIsNotThere(String there) {
        Transfer transfer = filled(null);
        if (there.equals("another object")) {
            destination.with("k", BYTES);
        }
        fails("complete", 1, new InvalidException("COMPLETE k: 400", 400, "InvalidPart"));
        assertThatThrownBy(() -> upload.complete(transfer)).hasMessage("COMPLETE k: 400");
        assertThat(destination.openUploads()).isZero();
    }

    @Test
    void uploadThatIsGoneBeforeItsEndIsBegunAgain() {
        Transfer transfer = filled(false);
        destination.abortAll();
        assertThatThrownBy(() -> upload.complete(transfer))
                .isInstanceOf(ChangedException.class)
                .hasMessageStartingWith("the upload is gone");
    }

    @Test
    void requestToCompleteIsRepeatedAsThePolicySays() {
        Transfer transfer = filled(null);
        fails("complete", 2, new TransientException("503", 503, ""));
        upload.complete(transfer);
        assertThat(events).containsExactly("complete", "complete", "complete", "completed", "ended upload-1");
    }

    @ParameterizedTest
    @CsvSource({
        "transient,false,kept",
        "transient,true,aborted",
        "transient,,aborted",
        "throttled,false,kept",
        "throttled,,aborted",
        "mismatch,false,aborted",
        "changed,false,aborted",
        "denied,false,aborted",
        "step,false,aborted",
        "stopped,false,kept",
        "stopped,,kept"
    })
    void failedUploadStaysOnlyForWhoGoesOnWithIt(String kind, Boolean lastTry, String fate) {
        Throwable failure = switch (kind) {
            case "transient" -> new TransientException("503", 503, "");
            case "throttled" -> new ThrottledException("503", 503, "SlowDown");
            case "mismatch" -> new ContentMismatchException("another checksum", false);
            case "changed" -> new ChangedException("412", 412, "");
            case "denied" -> new DeniedException("403", 403, "AccessDenied");
            case "step" -> new IllegalStateException("a step");
            default -> new StoppedException();
        };
        Transfer transfer = filled(lastTry);
        transfer.parts().fail(failure);
        assertThat(catchThrowable(() -> upload.complete(transfer))).isSameAs(failure);
        assertThat(destination.openUploads()).isEqualTo(fate.equals("kept") ? 1 : 0);
        assertThat(events).isEqualTo(fate.equals("kept") ? List.of() : List.of("abort", "ended upload-1"));
    }

    @Test
    void objectWhoseUploadSomebodyAbortedIsCopiedAgain() {
        Transfer transfer = filled(false);
        transfer.parts().fail(new UploadGoneException("404 NoSuchUpload", 404, "NoSuchUpload"));
        assertThatThrownBy(() -> upload.complete(transfer))
                .isInstanceOf(ChangedException.class)
                .hasMessage("the upload was aborted by another process: 404 NoSuchUpload")
                .hasNoCause();
    }

    @Test
    void uploadThatCannotBeAbortedStaysNotedAndDoesNotHideTheFailure() {
        Transfer transfer = filled(null);
        DeniedException failure = new DeniedException("PUT k: 403", 403, "AccessDenied");
        transfer.parts().fail(failure);
        fails("abort", 1, new DeniedException("ABORT k: 403", 403, "AccessDenied"));
        assertThat(catchThrowable(() -> upload.complete(transfer))).isSameAs(failure);
        assertThat(events).containsExactly("abort");
    }

    @Test
    void uploadThatLostItsRecordIsAbortedOnce() {
        Transfer transfer = begun(null);
        events.clear();
        upload.abortLeft(transfer);
        assertThat(events).isEmpty();
        transfer.leftUpload = "upload-1";
        upload.abortLeft(transfer);
        upload.abortLeft(transfer);
        assertThat(events).containsExactly("abort", "ended upload-1");
    }

    @Test
    void objectThatIsOverwrittenWhileItIsCopiedIsNotDone() {
        Transfer transfer = filled(null);
        upload.requireUnchanged(transfer);
        source.with("k", "newer");
        assertThatThrownBy(() -> upload.requireUnchanged(transfer)).isInstanceOf(ChangedException.class);
    }

    @Test
    void timesThatStoresTellLessExactlyAreTheSame() {
        Transfer transfer = new Transfer(new ObjectMessage("k", BYTES.length, "", null), 0, null);
        transfer.read(new ObjectInfo(
                "k",
                BYTES.length,
                source.head("k").etag(),
                true,
                Instant.EPOCH.plusMillis(999),
                "",
                ObjectMetadata.NONE));
        upload.requireUnchanged(transfer);
        transfer.read(new ObjectInfo(
                "k", BYTES.length, source.head("k").etag(), true, Instant.ofEpochSecond(1), "", ObjectMetadata.NONE));
        assertThatThrownBy(() -> upload.requireUnchanged(transfer)).isInstanceOf(ChangedException.class);
    }
}
