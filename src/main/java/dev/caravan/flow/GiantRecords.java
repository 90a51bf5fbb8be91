package dev.caravan.flow;

import dev.caravan.job.Printable;
import dev.caravan.message.AbortMessage;
import dev.caravan.message.PartMessage;
import dev.caravan.progress.Progress;
import dev.caravan.progress.RecentFailures;
import dev.caravan.record.ArrivedPart;
import dev.caravan.record.JobStatus;
import dev.caravan.record.WriteResult;
import dev.caravan.record.WriteResult.Kind;
import dev.caravan.record.dynamo.DynamoRecords;
import dev.caravan.record.dynamo.PartRecords;
import dev.caravan.record.dynamo.SplitRecords;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The steps of the giant objects' routes that ask or write the two tables. A table that fails does so for a while. */
public final class GiantRecords {

    private static final Logger LOG = LoggerFactory.getLogger("dev.caravan.worker");

    /** Tells the routes that it is this message that has the object copied anew: {@code true} or {@code false}. */
    static final String CLAIMED = "CaravanClaimed";

    private final DynamoRecords records;
    private final SplitRecords splits;
    private final PartRecords parts;
    private final Progress progress;
    private final ExtensionPoints extensions;

    public GiantRecords(
            DynamoRecords records,
            SplitRecords splits,
            PartRecords parts,
            Progress progress,
            ExtensionPoints extensions) {
        this.extensions = extensions;
        this.records = records;
        this.splits = splits;
        this.parts = parts;
        this.progress = progress;
    }

    /** The steps by the names that the routes call them. */
    public Map<String, Processor> byName() {
        Map<String, Processor> steps = new HashMap<>(Map.of(
                "findSplit", this::findSplit,
                "recordSplit", this::recordSplit,
                "findParts", this::findParts,
                "findPart", this::findPart,
                "recordPart", this::recordPart,
                "forgetParts", this::forgetParts,
                "countMismatch", this::countMismatch,
                "claimAgain", this::claimAgain,
                "recordGivenUp", this::recordGivenUp,
                "recordPartFailure", this::recordPartFailure));
        steps.replaceAll((name, step) -> TableFailures.passing(step));
        return steps;
    }

    /** The body becomes what stands on record for the object. */
    private void findSplit(Exchange exchange) {
        exchange.getMessage().setBody(splits.find(Transfer.of(exchange).destinationKey()));
    }

    /** Before any part is sent: from here on whoever gets the object's message goes on with this upload. */
    private void recordSplit(Exchange exchange) {
        Transfer transfer = Transfer.of(exchange);
        WriteResult result = UploadIntent.write(records, transfer.record(Instant.now()), exchange);
        transfer.knows(result.left());
        boolean refused = result.kind() == Kind.REFUSED;
        if (refused) {
            transfer.contestedBy(result.other(), true);
            transfer.end(JobStatus.CANCEL, "another worker has done it");
        }
        exchange.getMessage().setHeader(TableSteps.CONTESTED, refused);
    }

    /** The body becomes the list of parts that have arrived. */
    private void findParts(Exchange exchange) {
        exchange.getMessage().setBody(parts.arrived(Transfer.of(exchange).uploadId()));
    }

    /** The body becomes the part, if it has arrived before, or null. */
    private void findPart(Exchange exchange) {
        PartMessage message = (PartMessage) Transfer.of(exchange).message();
        exchange.getMessage()
                .setBody(parts.arrived(message.uploadId(), message.partNumber()).orElse(null));
    }

    private void recordPart(Exchange exchange) {
        Transfer transfer = Transfer.of(exchange);
        ArrivedPart part = exchange.getMessage().getBody(ArrivedPart.class);
        parts.arrived(transfer.uploadId(), part, transfer.tries(), Instant.now());
    }

    /** The object that the parts make isn't the one that the source keeps: says how often that has happened. */
    private void countMismatch(Exchange exchange) {
        exchange.setProperty(
                GiantVerification.READINGS,
                parts.mismatched(Transfer.of(exchange).uploadId()));
    }

    /** The part numbers in the body are no longer on record. */
    private void forgetParts(Exchange exchange) {
        String uploadId = Transfer.of(exchange).uploadId();
        for (Object number : exchange.getMessage().getBody(List.class)) {
            parts.forget(uploadId, (Integer) number);
        }
    }

    private void claimAgain(Exchange exchange) {
        Transfer transfer = Transfer.of(exchange);
        boolean claimed = splits.claim(
                transfer.destinationKey(),
                transfer.uploadId(),
                GiantSteps.claimant(transfer.message()),
                "the upload became useless: the object is copied anew");
        exchange.getMessage().setHeader(CLAIMED, claimed);
        exchange.setProperty(CLAIMED, claimed);
    }

    /** The object is on record as failed, unless it is no longer this upload's. */
    private void recordGivenUp(Exchange exchange) {
        Transfer transfer = Transfer.of(exchange);
        String why = transfer.message() instanceof AbortMessage abort
                        && transfer.error().isEmpty()
                ? Printable.of(abort.reason())
                : transfer.error();
        giveUp(transfer, why.isEmpty() ? "the upload was given up" : why);
    }

    private void giveUp(Transfer transfer, String why) {
        if (splits.giveUp(
                transfer.destinationKey(), transfer.uploadId(), GiantSteps.claimant(transfer.message()), why)) {
            RecentFailures.Entry failure =
                    RecentFailures.Entry.of(transfer.destinationKey(), transfer.tries(), transfer.failure(), why);
            progress.failed(failure);
            failure.fieldsOf(LOG.atWarn()).log("given up: {}: {}", Printable.quoted(transfer.destinationKey()), why);
            extensions.givenUp(transfer.message().key(), transfer.record(Instant.now()), why);
        }
    }

    /** The last try failed: whoever watches over the upload learns it. An object that was to be copied anew has failed too. */
    private void recordPartFailure(Exchange exchange) {
        Transfer transfer = Transfer.of(exchange);
        if (transfer.message() instanceof PartMessage part) {
            parts.failed(part.uploadId(), part.partNumber(), transfer.error(), transfer.tries(), Instant.now());
        }
        if (exchange.getProperty(CLAIMED, false, Boolean.class)) {
            giveUp(transfer, transfer.error());
        }
    }
}
