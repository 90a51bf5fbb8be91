package dev.caravan.transfer;

import static dev.caravan.local.Assertions.assertThat;
import static dev.caravan.record.JobStatus.CANCEL;
import static dev.caravan.record.JobStatus.DELETED;
import static dev.caravan.record.JobStatus.DONE;
import static dev.caravan.record.JobStatus.ERROR;

import dev.caravan.message.DeleteMessage;
import dev.caravan.message.Message;
import dev.caravan.message.ObjectMessage;
import dev.caravan.record.JobStatus;
import dev.caravan.record.StandingRecord;
import dev.caravan.store.ObjectInfo;
import dev.caravan.store.ObjectMetadata;
import dev.caravan.transfer.SecondLook.Verdict;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SecondLookTest {

    private static final String MD5 = "0123456789abcdef0123456789abcdef";
    private static final Message COPY = new ObjectMessage("k", 4, "v1", null);
    private static final Message DELETE = new DeleteMessage("k");

    private static ObjectInfo object(String etag) {
        return object(etag, 4, Instant.EPOCH);
    }

    private static ObjectInfo object(String etag, long size, Instant time) {
        return new ObjectInfo("k", size, etag, etag.length() == 32, time, "", ObjectMetadata.NONE);
    }

    /** Returns a record with the ETags of the source's version and of its copy. */
    private static StandingRecord record(JobStatus status, String sourceEtag, String etag) {
        return new StandingRecord(status, etag, sourceEtag, "", "", 0, 0);
    }

    /** Returns a transfer that another worker contested. It knows this record. */
    private static Transfer contested(Message message, StandingRecord other, StandingRecord known) {
        Transfer transfer = new Transfer(message, 0, false);
        transfer.name("k");
        transfer.beginAttempt(null);
        transfer.knows(known);
        transfer.contestedBy(other, false);
        return transfer;
    }

    /** Returns the same transfer after this worker has copied an object. */
    private static Transfer copied(ObjectInfo source, String etag, StandingRecord other, StandingRecord known) {
        Transfer transfer = contested(COPY, other, known);
        transfer.read(source);
        transfer.written(etag);
        return transfer;
    }

    private static void assertVerdict(Verdict wanted, Transfer transfer, ObjectInfo source, ObjectInfo destination) {
        assertThat(SecondLook.judge(transfer, source, destination)).isEqualTo(wanted);
    }

    @Test
    void objectOutlivesItsSourceUnlessSomebodyAskedForItsDelete() {
        StandingRecord done = record(DONE, "v1", "d1");
        StandingRecord deleted = record(DELETED, "", "");
        assertVerdict(Verdict.agrees, contested(COPY, done, done), null, object("d1"));
        assertVerdict(Verdict.agrees, contested(COPY, record(CANCEL, "", ""), done), null, object("d1"));
        assertVerdict(Verdict.delete, contested(DELETE, done, done), null, object("d1"));
        assertVerdict(Verdict.delete, contested(COPY, deleted, done), null, object("d1"));
        assertVerdict(Verdict.delete, contested(COPY, done, deleted), null, object("d1"));
    }

    @Test
    void whatIsDeletedIsOnRecordAsDeleted() {
        StandingRecord done = record(DONE, "v1", "d1");
        StandingRecord deleted = record(DELETED, "", "");
        assertVerdict(Verdict.agrees, contested(DELETE, done, deleted), null, null);
        assertVerdict(Verdict.record, contested(DELETE, done, done), null, null);
        assertVerdict(Verdict.record, contested(COPY, deleted, done), null, null);
    }

    @Test
    void objectThatOnlyTheSourceHasIsCopied() {
        StandingRecord done = record(DONE, "v1", "d1");
        assertVerdict(Verdict.copy, copied(object("v1"), "d1", done, done), object("v1"), null);
        assertVerdict(Verdict.copy, contested(DELETE, done, done), object("v1"), null);
    }

    @Test
    void copyOfThisWorkerIsOneOnlyWhileBothSidesAreAsItLeftThem() {
        StandingRecord other = record(DONE, "v0", "d0");
        Transfer transfer = copied(object("v1"), "d1", other, other);
        assertVerdict(Verdict.record, transfer, object("v1"), object("d1"));
        assertVerdict(Verdict.copy, transfer, object("v2"), object("d1"));
        assertVerdict(Verdict.copy, transfer, object("v1", 5, Instant.EPOCH), object("d1"));
        assertVerdict(Verdict.copy, transfer, object("v1"), object("d2"));
        Transfer known = copied(object("v1"), "d1", other, record(DONE, "v1", "d1"));
        assertVerdict(Verdict.agrees, known, object("v1"), object("d1"));
    }

    @Test
    void withoutAnEtagTheTimeDistinguishesVersions() {
        StandingRecord other = record(DONE, "", "d0");
        Transfer transfer = copied(object(""), "d1", other, record(DONE, "", "d1"));
        assertVerdict(Verdict.record, transfer, object(""), object("d1"));
        assertVerdict(Verdict.copy, transfer, object("", 4, Instant.ofEpochSecond(1)), object("d1"));
    }

    @Test
    void copyOnRecordNeedsNoOther() {
        StandingRecord theirs = record(DONE, "v2", "d2");
        StandingRecord ours = record(DONE, "v1", "d1");
        assertVerdict(Verdict.record, contested(COPY, theirs, ours), object("v2"), object("d2"));
        assertVerdict(Verdict.agrees, contested(COPY, ours, theirs), object("v2"), object("d2"));
        assertVerdict(Verdict.copy, contested(COPY, theirs, ours), object("v2"), object("d1"));
        assertVerdict(Verdict.copy, contested(COPY, record(ERROR, "v2", "d2"), ours), object("v2"), object("d2"));
    }

    @Test
    void equalMd5sAreCopiesWhoeverMadeThem() {
        StandingRecord other = record(DONE, "v0", "d0");
        assertVerdict(Verdict.record, contested(COPY, other, other), object(MD5), object(MD5.toUpperCase()));
        assertVerdict(Verdict.copy, contested(COPY, other, other), object(MD5), object(MD5, 5, Instant.EPOCH));
        assertVerdict(Verdict.copy, contested(COPY, other, other), object("opaque"), object("opaque"));
    }

    @Test
    void transferBecomesOneOfWhatTheSourceHoldsAndNoOlderThanTheRecord() {
        TwoStores stores = new TwoStores();
        stores.source.with("k", "newer");
        Transfer transfer = contested(
                new ObjectMessage("k", 4, "v1", null, "0A"),
                record(DONE, "v1", "d1"),
                new StandingRecord(DONE, "d1", "v1", "0B", "", Long.MAX_VALUE / 2, 0));
        assertThat(SecondLook.look(transfer, stores)).isEqualTo(Verdict.copy);
        ObjectInfo now = stores.source.head("k");
        assertThat(transfer.message())
                .isEqualTo(new ObjectMessage("k", now.size(), now.etag(), now.lastModified(), "0B"));
        assertThat(transfer.started()).isEqualTo(Instant.ofEpochMilli(Long.MAX_VALUE / 2));
    }

    @Test
    void whatAgreesChangesNothingAndARecordNamesBothSides() {
        TwoStores stores = new TwoStores();
        stores.source.with("k", "text");
        stores.destination.with("k", "text");
        String etag = stores.source.head("k").etag();
        Transfer agreed = contested(COPY, record(DONE, "v0", "d0"), record(DONE, etag, etag));
        assertThat(SecondLook.look(agreed, stores)).isEqualTo(Verdict.agrees);
        assertThat(agreed.message()).isSameAs(COPY);
        Transfer recorded = contested(COPY, record(DONE, "v0", "d0"), record(DONE, "v0", "d0"));
        recorded.fail(ERROR, new IllegalStateException("an earlier failure"));
        assertThat(SecondLook.look(recorded, stores)).isEqualTo(Verdict.record);
        assertThat(recorded.source().etag()).isEqualTo(etag);
        assertThat(recorded.destinationEtag()).isEqualTo(etag);
        assertThat(recorded.status()).isEqualTo(DONE);
        assertThat(recorded.error()).isEmpty();
    }
}
