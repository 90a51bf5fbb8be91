package dev.caravan.transfer;

import static dev.caravan.local.Assertions.assertThat;

import dev.caravan.message.DeleteMessage;
import dev.caravan.message.ObjectMessage;
import dev.caravan.message.PartPlan;
import dev.caravan.record.JobStatus;
import dev.caravan.record.StandingRecord;
import dev.caravan.record.StatusRecord;
import dev.caravan.store.ChangedException;
import dev.caravan.store.DeniedException;
import dev.caravan.store.DigestException;
import dev.caravan.store.GoneException;
import dev.caravan.store.ObjectInfo;
import dev.caravan.store.ObjectMetadata;
import dev.caravan.store.TransientException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TransferTest {

    private static final long SIZE = 11L << 20;
    private static final ObjectInfo SOURCE =
            new ObjectInfo("k", SIZE, "v1", false, Instant.EPOCH, "", ObjectMetadata.NONE);

    private final Transfer transfer = new Transfer(new ObjectMessage("k", SIZE, "v1", null, "0A"), 2, false);

    TransferTest() {
        transfer.name("to/k");
        transfer.beginAttempt(null);
    }

    private StatusRecord record() {
        return transfer.record(transfer.started().plusSeconds(1));
    }

    /** Begins an upload of three parts. The destination has none of them. */
    private void upload() {
        transfer.read(SOURCE);
        transfer.uploading("u", new PartsInFlight(PartPlan.of(SIZE, 5 << 20)));
    }

    @Test
    void attemptsCountOnTopOfTheTriesOfOtherWorkers() {
        transfer.beginAttempt(new TransientException("503", 503, ""));
        assertThat(transfer.attempts()).isEqualTo(2);
        assertThat(transfer.tries()).isEqualTo(4);
        assertThat(record().attempts()).isEqualTo(4);
    }

    @Test
    void copyThatTheServiceRefusedGoesOnInTheSameAttempt() {
        assertThat(transfer.refuseCopy()).isTrue();
        assertThat(transfer.refuseCopy()).as("another part of it").isFalse();
        transfer.beginAttempt(new CopyRefusedException(new IllegalStateException("403")));
        assertThat(transfer.attempts()).isEqualTo(1);
        assertThat(transfer.copyRefused()).isTrue();
    }

    @Test
    void attemptBeginsWithNothingOfTheLastOneButWhatIsKnownOfOthers() {
        StandingRecord other = new StandingRecord(JobStatus.DONE, "e", "s", "0B", "", 1, 2);
        upload();
        transfer.written("d1");
        transfer.copiedInPartsOf(5 << 20);
        transfer.changesParts(true);
        transfer.leavesOut(List.of("x-amz-meta-a"));
        transfer.markUnverified();
        transfer.fail(JobStatus.ERROR, new IllegalStateException("broken"));
        transfer.markRecorded();
        transfer.knows(other);
        transfer.contestedBy(other, true);
        transfer.beginAttempt(new TransientException("503", 503, ""));
        assertThat(transfer.source()).isNull();
        assertThat(transfer.destinationEtag()).isEmpty();
        assertThat(transfer.uploadId()).isEmpty();
        assertThat(transfer.parts()).isNull();
        assertThat(transfer.copiedPartSize()).isZero();
        assertThat(transfer.isUnverified()).isFalse();
        assertThat(transfer.failure()).isNull();
        assertThat(transfer.error()).isEmpty();
        assertThat(transfer.status()).isEqualTo(JobStatus.DONE);
        assertThat(transfer.recorded()).isFalse();
        assertThat(transfer.known()).isEqualTo(other);
        assertThat(transfer.contested()).isTrue();
        assertThat(transfer.refused()).isTrue();
    }

    @Test
    void md5ThatProvedWrongIsDoubtedUntilTheObjectIsAnother() {
        transfer.beginAttempt(new DigestException("BadDigest", 400, "BadDigest", ""));
        assertThat(transfer.doubtful()).isTrue();
        assertThat(transfer.md5()).isNull();
        transfer.beginAttempt(new DigestException("BadDigest", 400, "BadDigest", "computed"));
        assertThat(transfer.doubtful()).isFalse();
        assertThat(transfer.md5()).isEqualTo("computed");
        transfer.fail(JobStatus.ERROR, new DigestException("SourceMismatch", 0, "SourceMismatch", "computed"));
        assertThat(transfer.isUnanswered())
                .as("its content wasn't sent entirely")
                .isFalse();
        transfer.beginAttempt(new TransientException("503", 503, ""));
        assertThat(transfer.md5()).as("also after another failure").isEqualTo("computed");
        transfer.beginAttempt(new ChangedException("412", 412, ""));
        assertThat(transfer.changed()).isTrue();
        transfer.renew(new ObjectInfo("k", 5, "v2", false, Instant.EPOCH, "", ObjectMetadata.NONE));
        assertThat(transfer.changed()).isFalse();
        assertThat(transfer.md5()).isNull();
        assertThat(transfer.message()).isEqualTo(new ObjectMessage("k", 5, "v2", Instant.EPOCH, "0A"));
    }

    @Test
    void recordNamesTheSourceAsItWasReadElseAsTheMessageNamesIt() {
        assertThat(record())
                .returns("to/k", StatusRecord::objectKey)
                .returns(JobStatus.DONE, StatusRecord::jobStatus)
                .returns(SIZE, StatusRecord::size)
                .returns("v1", StatusRecord::sourceEtag)
                .returns("0A", StatusRecord::sequencer)
                .returns("", StatusRecord::etag)
                .returns(0, StatusRecord::parts)
                .returns(0L, StatusRecord::partSize);
        transfer.read(new ObjectInfo("k", 5, "v2", false, Instant.EPOCH, "", ObjectMetadata.NONE));
        transfer.written("d2");
        assertThat(record())
                .returns(5L, StatusRecord::size)
                .returns("v2", StatusRecord::sourceEtag)
                .returns("d2", StatusRecord::etag);
    }

    @Test
    void recordOfAnUploadNamesItsPartsAndTheVersionThatMayGoOn() {
        upload();
        transfer.end(Outcome.STARTED);
        assertThat(record())
                .returns(JobStatus.STARTED, StatusRecord::jobStatus)
                .returns("u", StatusRecord::uploadId)
                .returns(3, StatusRecord::parts)
                .returns(5L << 20, StatusRecord::partSize)
                .returns("v1", StatusRecord::sourceEtag);
        transfer.changesParts(true);
        assertThat(record().sourceEtag()).as("nobody goes on with it").isEmpty();
        transfer.end(Outcome.SPLIT);
        assertThat(record())
                .returns(JobStatus.SPLIT_DONE, StatusRecord::jobStatus)
                .returns("v1", StatusRecord::sourceEtag);
        transfer.fail(JobStatus.STARTED, new StoppedException());
        assertThat(record()).returns(JobStatus.STARTED, StatusRecord::jobStatus).returns("", StatusRecord::sourceEtag);
        assertThat(transfer.stopped()).isTrue();
    }

    @Test
    void eachOutcomeHasItsStatusAndItsReason() {
        assertEnds(Outcome.DONE, JobStatus.DONE, "");
        assertEnds(Outcome.DELETED, JobStatus.DELETED, "");
        assertEnds(Outcome.skipped("temporary file"), JobStatus.SKIPPED, "temporary file");
        assertEnds(Outcome.needless("done by another"), JobStatus.CANCEL, "done by another");
        assertEnds(
                Outcome.failed(JobStatus.CANCEL, new GoneException("GET k: 404", 404, "NoSuchKey")),
                JobStatus.CANCEL,
                "Gone: GET k: 404");
        assertEnds(
                Outcome.failed(JobStatus.ERROR, new IllegalStateException("two\nlines")),
                JobStatus.ERROR,
                "IllegalStateException: two lines");
    }

    private void assertEnds(Outcome outcome, JobStatus status, String error) {
        transfer.end(outcome);
        assertThat(record()).returns(status, StatusRecord::jobStatus).returns(error, StatusRecord::error);
    }

    @Test
    void metadataThatTheDestinationCannotKeepIsReportedOfADoneObjectOnly() {
        transfer.leavesOut(List.of("x-amz-meta-a", "x-amz-meta-b"));
        assertEnds(Outcome.DONE, JobStatus.DONE, "MetadataLeftOut: x-amz-meta-a, x-amz-meta-b");
        assertEnds(Outcome.skipped("temporary file"), JobStatus.SKIPPED, "temporary file");
    }

    @Test
    void onlyAStoreThatSaysNoRefuses() {
        assertThat(transfer.isRefusedByStore()).isFalse();
        transfer.fail(JobStatus.ERROR, new DeniedException("403", 403, "AccessDenied"));
        assertThat(transfer.isRefusedByStore()).isTrue();
        transfer.fail(JobStatus.ERROR, new TransientException("503", 503, ""));
        assertThat(transfer.isRefusedByStore())
                .as("a request may have taken effect")
                .isFalse();
        transfer.fail(JobStatus.ERROR, new IllegalStateException("a step"));
        assertThat(transfer.isRefusedByStore()).isFalse();
    }

    @Test
    void messageComesBackOnlyFromAQueueThatSaysSo() {
        assertThat(transfer.mayComeBack()).isTrue();
        assertThat(new Transfer(transfer.message(), 0, true).mayComeBack()).isFalse();
        assertThat(new Transfer(transfer.message(), 0, null).mayComeBack()).isFalse();
    }

    @Test
    void fateIsNewsOnce() {
        assertThat(transfer.settle()).isTrue();
        assertThat(transfer.settle()).isFalse();
        assertThat(transfer.isSettled()).isTrue();
    }

    @Test
    void transferThatBecomesADeleteKeepsTheLaterSequencer() {
        Instant looked = Instant.ofEpochMilli(10);
        transfer.knows(new StandingRecord(JobStatus.DONE, "e", "s", "09", "", 5, 0));
        transfer.becomes(null, looked);
        assertThat(transfer.message()).isEqualTo(new DeleteMessage("k", "0A"));
        assertThat(transfer.started()).isEqualTo(looked);
        assertThat(transfer.status()).isEqualTo(JobStatus.DELETED);
    }
}
