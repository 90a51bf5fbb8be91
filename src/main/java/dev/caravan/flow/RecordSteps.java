package dev.caravan.flow;

import dev.caravan.job.Printable;
import dev.caravan.message.InvalidMessageException;
import dev.caravan.progress.FewLines;
import dev.caravan.progress.Progress;
import dev.caravan.progress.RecentFailures;
import dev.caravan.record.JobStatus;
import dev.caravan.record.Report;
import dev.caravan.record.StatusRecord;
import dev.caravan.store.ChangedException;
import dev.caravan.store.GoneException;
import dev.caravan.transfer.Outcome;
import dev.caravan.transfer.Transfer;
import dev.caravan.transfer.Upload;
import dev.caravan.transfer.UploadRecords;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The steps of the route that records an object's result. */
public final class RecordSteps {

    /** The property that says whether another worker may have interfered: {@code true} or {@code false}. */
    static final String CONTESTED = "CaravanContested";

    private static final Logger LOG = LoggerFactory.getLogger("dev.caravan.copy");

    private final Progress progress;
    private final Report report;
    private final ExtensionPoints extensions;
    private final Upload upload;
    private final UploadRecords records;
    private final Consumer<Throwable> failed;
    private final AtomicBoolean doubted = new AtomicBoolean();
    private final FewLines incomplete = new FewLines();
    private final FewLines otherContent = new FewLines();

    /** @param failed receives why an object failed for good; null if only the record says it */
    public RecordSteps(
            Progress progress,
            Report report,
            ExtensionPoints extensions,
            Upload upload,
            UploadRecords records,
            Consumer<Throwable> failed) {
        this.failed = failed;
        this.records = records;
        this.extensions = extensions;
        this.upload = upload;
        this.progress = progress;
        this.report = report;
    }

    public Map<String, Processor> byName() {
        return Map.of(
                "toRecord", this::toRecord,
                "recordRefused", RecordSteps::recordRefused,
                "recordAgain", this::recordAgain,
                "recorded", this::recorded,
                "agreed", this::agreed,
                "mustBeAlone", RecordSteps::mustBeAlone,
                "unrecorded", this::unrecorded);
    }

    private static void mustBeAlone(Exchange exchange) {
        if (Transfers.of(exchange).contested()) {
            throw new ChangedException("another worker processes the same object");
        }
    }

    private void toRecord(Exchange exchange) {
        Transfer transfer = Transfers.of(exchange);
        if (transfer == null) {
            throw new InvalidMessageException("an invalid message has no record");
        }
        begin(transfer, transfer.record(Instant.now()), exchange);
    }

    private void begin(Transfer transfer, StatusRecord record, Exchange exchange) {
        TableWrite.begin(record, records.updates(transfer, record), exchange);
    }

    /** Handles each failed write of a record before the wait. */
    private static void recordRefused(Exchange exchange) {
        RecordRefusals refusals = Transfers.refusals(exchange);
        if (refusals != null) {
            refusals.refused(exchange, exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class));
        }
    }

    /** Prepares the next write of a record after the wait. */
    private void recordAgain(Exchange exchange) {
        StatusRecord record = TableWrite.record(exchange);
        if (record != null) {
            begin(Transfers.of(exchange), record.writtenAt(Instant.now()), exchange);
        }
    }

    /** If another worker may have interfered, success waits for the second look. */
    private void recorded(Exchange exchange) {
        RecordRefusals refusals = Transfers.refusals(exchange);
        if (refusals != null) {
            refusals.written(exchange);
        }
        StatusRecord record = TableWrite.record(exchange);
        Transfer transfer = Transfers.of(exchange);
        records.recorded(transfer, record, TableWrite.end(exchange.getMessage()));
        exchange.getMessage().setHeader(CONTESTED, transfer.contested() && record.jobStatus() != JobStatus.ERROR);
        commit(exchange, transfer, record);
        upload.abortLeft(transfer);
    }

    private void commit(Exchange exchange, Transfer transfer, StatusRecord record) {
        boolean failed = record.jobStatus() == JobStatus.ERROR;
        if (record.jobStatus() == JobStatus.STARTED
                || (transfer.contested() && !failed)
                || (transfer.refused() && (!transfer.contested() || transfer.mayComeBack()))) {
            return;
        }
        if (!transfer.refused()) {
            transfer.markRecorded();
        }
        if (record.jobStatus() == JobStatus.SPLIT_DONE) {
            // Neither copied nor failed: the worker that completes the object counts it.
            return;
        }
        tell(exchange, transfer, record);
    }

    /** Accepts the record after the second look; if it is another worker's, this work was needless. */
    private void agreed(Exchange exchange) {
        Transfer transfer = Transfers.of(exchange);
        if (transfer.refused()) {
            transfer.end(Outcome.DONE_BY_ANOTHER);
        }
        transfer.forgetContest();
        transfer.markRecorded();
        tell(exchange, transfer, transfer.record(Instant.now()));
    }

    private void tell(Exchange exchange, Transfer transfer, StatusRecord record) {
        Transfers.settle(transfer, progress);
        count(exchange, transfer, record);
        if (record.jobStatus() == JobStatus.DONE && transfer.isUnverified()) {
            progress.unverified();
        }
        report.fate(transfer.message().key(), record, transfer.moved());
        extensions.recorded(transfer.message().key(), record);
    }

    private void unrecorded(Exchange exchange) {
        Throwable cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        RecordRefusals refusals = Transfers.refusals(exchange);
        if (refusals != null) {
            refusals.givenUp(exchange);
        }
        if (exchange.getProperty(Transfers.LAST_TRY) != null) {
            LOG.warn("a record couldn't be written, its message returns to the queue: {}", String.valueOf(cause));
            return;
        }
        Transfer transfer = Transfers.of(exchange);
        Transfers.settle(transfer, progress);
        RecentFailures.Entry failure = failure(transfer, cause);
        String what = transfer == null ? "an object" : Printable.quoted(transfer.destinationKey());
        progress.failed(failure, LOG, "the record of " + what + " couldn't be written: " + cause);
    }

    private void done(Transfer transfer, StatusRecord record) {
        progress.copied(record.size(), record.attempts());
        if (transfer.isOtherThanItsEtag()) {
            String line = "copied with other content than its ETag says: " + Printable.quoted(record.objectKey())
                    + ": the ETag at the source is " + Printable.of(record.sourceEtag())
                    + ", but two reads gave the MD5 " + transfer.md5() + "; check the object at the source";
            otherContent.log(LOG, line, UnaryOperator.identity());
        }
        if (!record.error().isEmpty()) {
            progress.leftOut();
            String line = "copied without some of its metadata: " + Printable.quoted(record.objectKey()) + ": "
                    + record.error();
            incomplete.log(LOG, line, UnaryOperator.identity());
        }
    }

    private void count(Exchange exchange, Transfer transfer, StatusRecord record) {
        switch (record.jobStatus()) {
            case DONE -> done(transfer, record);
            case DELETED -> progress.deleted();
            case CANCEL -> cancelled(exchange, transfer);
            case SKIPPED -> progress.skipped();
            default -> {
                RecentFailures.Entry failure = failure(transfer, transfer.failure());
                String line = tries(record.attempts()) + ": " + Printable.quoted(record.objectKey()) + ": ";
                progress.failed(failure, LOG, line + record.error());
                failed.accept(transfer.failure());
            }
        }
    }

    private static String tries(int attempts) {
        return switch (attempts) {
            case 0 -> "not tried";
            case 1 -> "failed after 1 attempt";
            default -> "failed after " + attempts + " attempts";
        };
    }

    private void cancelled(Exchange exchange, Transfer transfer) {
        progress.cancelled();
        if (transfer.failure() instanceof GoneException) {
            progress.gone();
            // A run checks this at its end. A worker has no end, so it warns here.
            boolean worker = exchange.getProperty(Transfers.LAST_TRY) != null;
            if (worker && progress.missing().areMany() && doubted.compareAndSet(false, true)) {
                LOG.warn(progress.missing().line());
            }
        }
    }

    private static RecentFailures.Entry failure(Transfer transfer, Throwable cause) {
        return transfer == null
                ? RecentFailures.Entry.of("", 0, cause, "")
                : RecentFailures.Entry.of(transfer.destinationKey(), transfer.tries(), cause, transfer.error());
    }
}
