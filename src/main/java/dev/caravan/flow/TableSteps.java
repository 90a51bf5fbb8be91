package dev.caravan.flow;

import dev.caravan.component.ObjectStoreHeaders;
import dev.caravan.message.DeleteMessage;
import dev.caravan.record.JobStatus;
import dev.caravan.record.StandingRecord;
import dev.caravan.record.StatusRecord;
import dev.caravan.record.WriteResult;
import dev.caravan.record.WriteResult.Kind;
import dev.caravan.record.dynamo.DynamoRecords;
import java.time.Instant;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** The steps that ask the fleet's table. */
public final class TableSteps {

    /** Tells the routes that another worker may have come between: {@code true} or {@code false}. */
    static final String CONTESTED = "CaravanContested";

    /** Tells the routes that a later event is on record than the one in hand: {@code true}, or absent. */
    private static final String STALE = "CaravanStale";

    private final DynamoRecords records;

    public TableSteps(DynamoRecords records) {
        this.records = records;
    }

    /** The steps by the names that the routes call them. */
    public Map<String, Processor> byName() {
        return Map.of(
                "writeRecord",
                this::writeRecord,
                "claim",
                TableFailures.passing(this::claim),
                "uploadIntended",
                TableFailures.passing(this::uploadIntended),
                // The status record tells that an upload has begun, and how it ended.
                "uploadBegun",
                exchange -> {},
                "uploadEnded",
                exchange -> {},
                "findUpload",
                TableFailures.passing(this::findUpload));
    }

    /** Writes the record in the body, which stays there. What was no message has neither transfer nor record. */
    private void writeRecord(Exchange exchange) {
        Transfer transfer = Transfer.of(exchange);
        if (!(exchange.getMessage().getBody() instanceof StatusRecord record)) {
            return;
        }
        if (transfer == null) {
            records.write(record);
            return;
        }
        // A split is on record since before its parts were on the queue: by now more may stand there.
        boolean stale = record.jobStatus() == JobStatus.SPLIT_DONE
                || (record.jobStatus() == JobStatus.CANCEL && transfer.refused());
        if (!stale) {
            write(record, transfer, exchange);
        }
        exchange.getMessage().setHeader(CONTESTED, transfer.contested());
    }

    private void write(StatusRecord record, Transfer transfer, Exchange exchange) {
        WriteResult result = UploadIntent.write(records, record.writtenAt(Instant.now()), exchange);
        transfer.knows(result.left());
        if (result.kind() != Kind.WRITTEN || isKept(record, transfer)) {
            transfer.contestedBy(result.other(), result.kind() == Kind.REFUSED);
        }
    }

    /**
     * What was to be deleted is at the source again. An earlier try of this message may have deleted it all the same before it
     * broke off, so that it is to be seen whether the destination has it.
     */
    private static boolean isKept(StatusRecord record, Transfer transfer) {
        return record.jobStatus() == JobStatus.CANCEL && transfer.message() instanceof DeleteMessage;
    }

    /** Before the store is asked to begin an upload. */
    private void uploadIntended(Exchange exchange) {
        UploadIntent.note(records, exchange);
    }

    /** Before a delete that an event asked for: ends the transfer where the event is older than what is on record. */
    private void claim(Exchange exchange) {
        Transfer transfer = Transfer.of(exchange);
        String sequencer = transfer.message().sequencer();
        if (sequencer.isEmpty()) {
            return;
        }
        WriteResult result = records.claim(transfer.destinationKey(), sequencer);
        transfer.knows(result.left());
        if (result.kind() == Kind.REFUSED) {
            StandingRecord later = result.other();
            transfer.contestedBy(later, true);
            transfer.end(JobStatus.CANCEL, "a later event is on record");
            exchange.getMessage().setHeader(STALE, true);
        }
    }

    /** The body becomes what was begun and not ended, as its columns. */
    private void findUpload(Exchange exchange) {
        String key = exchange.getMessage().getHeader(ObjectStoreHeaders.KEY, String.class);
        exchange.getMessage().setBody(records.find(key));
    }
}
