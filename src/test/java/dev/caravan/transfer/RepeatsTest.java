package dev.caravan.transfer;

import static dev.caravan.local.Assertions.assertThat;

import dev.caravan.message.DeleteMessage;
import dev.caravan.message.Message;
import dev.caravan.message.ObjectMessage;
import dev.caravan.record.JobStatus;
import dev.caravan.record.SplitRecord;
import dev.caravan.record.StandingRecord;
import dev.caravan.store.ObjectInfo;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Tests the record of a copy whose message the queue delivered at {@link #RECEIVED}, with messages that were sent
 * before and after.
 */
class RepeatsTest {

    private static final long RECEIVED = 1_000_000;
    private static final long ENDED = RECEIVED + 10_000;
    private static final long BEFORE = RECEIVED - Repeats.QUEUE_CLOCKS_DIFFER - 1;

    private SplitRecord record = SplitRecord.NONE;
    private ObjectMessage object;
    private int reads;
    private final TwoStores stores = new TwoStores();
    private final Repeats repeats = new Repeats(
            key -> {
                reads++;
                return record;
            },
            stores);

    @BeforeEach
    void copied() {
        stores.source.with("k", "content");
        stores.destination.with("k", "content");
        object = new ObjectMessage("k", 7, stores.source.head("k").etag(), null).repeated();
        record = record(JobStatus.DONE, object.etag(), 7, RECEIVED);
        stores.destination.log.clear();
    }

    private SplitRecord record(JobStatus status, String sourceEtag, long size, long received) {
        ObjectInfo there = stores.destination.head("k");
        return new SplitRecord(
                new StandingRecord(status, there.etag(), sourceEtag, "", "", RECEIVED, ENDED), size, 0, -1, received);
    }

    private Transfer transfer(Message message, int triesBefore, long sent) {
        Transfer transfer = new Transfer(message, triesBefore, false);
        transfer.name("k");
        transfer.queued(new QueueTimes(sent, sent));
        transfer.beginAttempt(null);
        return transfer;
    }

    private boolean ends(Message message, int triesBefore, long sent) {
        return repeats.test(transfer(message, triesBefore, sent));
    }

    @Test
    void messageOfWhatIsCopiedSinceItWasSentEndsWithOneLookAtRecordAndDestination() {
        Transfer transfer = transfer(object, 0, BEFORE);
        assertThat(repeats.test(transfer)).isTrue();
        assertThat(transfer.status()).isEqualTo(JobStatus.CANCEL);
        assertThat(transfer.error()).isEqualTo("copied since the message was sent");
        assertThat(reads).isEqualTo(1);
        assertThat(stores.destination.log).containsExactly("head k");
        assertThat(stores.source.log).doesNotContain("get k");
    }

    @Test
    void messageThatWasSentAfterTheWorkBeganIsDone() {
        assertThat(ends(object, 0, RECEIVED - Repeats.QUEUE_CLOCKS_DIFFER)).isFalse();
        assertThat(ends(object, 0, RECEIVED + 5_000)).isFalse();
        assertThat(stores.destination.log).isEmpty();
    }

    @Test
    void messageThatComesBackAfterItsOwnWorkWasRecordedEnds() {
        Transfer transfer = new Transfer(new ObjectMessage("k", 7, object.etag(), null), 1, false);
        transfer.name("k");
        transfer.queued(new QueueTimes(RECEIVED - 1, RECEIVED));
        transfer.beginAttempt(null);
        assertThat(repeats.test(transfer)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"DONE, another, 7", "DONE, , 8", "ERROR, , 7", "SPLIT_DONE, , 7", "STARTED, , 7", "DELETED, , 7"})
    void recordOfAnotherVersionOrOfNoCopyEndsNothing(JobStatus status, String sourceEtag, long size) {
        record = record(status, sourceEtag == null ? object.etag() : sourceEtag, size, RECEIVED);
        assertThat(ends(object, 0, BEFORE)).isFalse();
    }

    @Test
    void objectThatTheDestinationNoLongerHoldsIsCopied() {
        stores.destination.with("k", "other");
        assertThat(ends(object, 0, BEFORE)).isFalse();
        stores.destination.delete("k");
        assertThat(ends(object, 0, BEFORE)).isFalse();
    }

    @Test
    void messageWithoutAnEtagOrWithoutTimesIsDone() {
        assertThat(ends(new ObjectMessage("k", 7, "", null).repeated(), 0, BEFORE))
                .isFalse();
        assertThat(ends(object, 0, 0)).isFalse();
        record = record(JobStatus.DONE, object.etag(), 7, 0);
        assertThat(ends(object, 0, BEFORE)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"-60001, true", "-60000, false", "1, false"})
    void objectThatWasInHandWhenTheMessageWasSentIsJudgedByItsOwnAge(long modified, boolean ends) {
        Instant lastModified = Instant.ofEpochMilli(RECEIVED + modified);
        ObjectMessage listed = new ObjectMessage("k", 7, object.etag(), lastModified).repeated();
        assertThat(ends(listed, 0, RECEIVED + 5_000)).isEqualTo(ends);
        record = record(JobStatus.DONE, object.etag(), 7, 0);
        assertThat(ends(listed, 0, RECEIVED + 5_000)).isEqualTo(ends);
    }

    /** The comparison sends a message for every object, as with --compare always. */
    @Test
    void messageThatWasSentAfterTheWorkEndedIsDoneHoweverOldTheObjectIs() {
        ObjectMessage listed = new ObjectMessage("k", 7, object.etag(), Instant.ofEpochMilli(1)).repeated();
        assertThat(ends(listed, 0, ENDED)).isFalse();
        assertThat(ends(listed, 0, ENDED - 1)).isTrue();
    }

    @Test
    void onlyWhatMayBeARepeatCostsARequest() {
        ObjectMessage first = new ObjectMessage("k", 7, object.etag(), null);
        assertThat(ends(first, 0, BEFORE)).isFalse();
        assertThat(ends(new DeleteMessage("k"), 1, BEFORE)).isFalse();
        assertThat(reads).isZero();
        assertThat(ends(first, 1, BEFORE)).isTrue();
        assertThat(ends(object, 0, BEFORE)).isTrue();
        assertThat(reads).isEqualTo(2);
    }

    @Test
    void unmarkedMessageThatWasSentBeforeAMarkedOneMayBeARepeat() {
        ObjectMessage unmarked = new ObjectMessage("k", 7, object.etag(), null);
        assertThat(ends(object, 0, BEFORE)).isTrue();
        assertThat(ends(unmarked, 0, BEFORE - 1)).isTrue();
        assertThat(ends(unmarked, 0, BEFORE)).isFalse();
    }

    @Test
    void laterAttemptIsNotJudgedAgain() {
        Transfer transfer = transfer(object, 0, BEFORE);
        transfer.beginAttempt(null);
        assertThat(repeats.test(transfer)).isFalse();
        assertThat(reads).isZero();
    }
}
