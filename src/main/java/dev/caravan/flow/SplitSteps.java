package dev.caravan.flow;

import dev.caravan.component.ObjectStoreHeaders;
import dev.caravan.message.CompleteMessage;
import dev.caravan.message.Message;
import dev.caravan.message.MessageBatches;
import dev.caravan.message.PartPlan;
import dev.caravan.record.ArrivedPart;
import dev.caravan.record.JobStatus;
import dev.caravan.record.SplitRecord;
import dev.caravan.record.StandingRecord;
import dev.caravan.transfer.PartsInFlight;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** The steps of the route that splits a giant object, between the calls to stores, tables and queue. */
public final class SplitSteps {

    private final Calls calls = new Calls();

    /** The steps by the names that the routes call them. */
    public Map<String, Processor> byName() {
        return Map.of("beginSplit", this::beginSplit, "partMessages", SplitSteps::partMessages);
    }

    /**
     * Begins the upload of a giant object, or goes on with the one on record of the same version, cut the same way. Aborts one of another
     * version. Tells the routes where the object isn't {@code giant}: {@code large}, or {@code made} by an earlier try.
     */
    private void beginSplit(Exchange exchange) throws Exception {
        calls.source(exchange, "headObject");
        Calls.step(exchange, "plan");
        if (mustBeLarge(exchange)) {
            exchange.getMessage().setHeader(ObjectSteps.KIND, "large");
            return;
        }
        ObjectSteps.toDestination(exchange);
        Calls.step(exchange, "findSplit");
        String earlier = earlierSplit(exchange);
        if ("made".equals(earlier)) {
            exchange.getMessage().setHeader(ObjectSteps.KIND, "made");
            madeBefore(exchange);
            return;
        }
        if ("same".equals(earlier)) {
            Calls.step(exchange, "findParts");
            resumeSplit(exchange);
        } else if ("other".equals(earlier)) {
            Calls.step(exchange, "abortUpload");
            exchange.getMessage().removeHeader(ObjectStoreHeaders.UPLOAD_ID);
        }
        if (!"same".equals(earlier)) {
            Calls.step(exchange, "uploadIntended");
            calls.destination(exchange, "createUpload");
        }
        splitBegun(exchange);
    }

    /** Without an ETag parts of two versions could be mixed: one worker moves it, which looks at the source again at the end. */
    private static boolean mustBeLarge(Exchange exchange) {
        return Transfer.of(exchange).source().etag().isEmpty();
    }

    /** Returns whether an upload of the {@code same} version, cut the same way, or of an {@code other} one is under way, or has {@code made} it. */
    private static String earlierSplit(Exchange exchange) {
        Transfer transfer = Transfer.of(exchange);
        SplitRecord record = exchange.getMessage().getBody(SplitRecord.class);
        if (isMade(transfer, record)) {
            transfer.knows(record.standing());
            return "made";
        }
        if (!record.isOpen()) {
            return "";
        }
        PartPlan plan = transfer.parts().plan();
        boolean same = record.standing().sourceEtag().equals(transfer.source().etag())
                && record.size() == plan.size()
                && record.partSize() == plan.partSize();
        String uploadId = record.standing().uploadId();
        transfer.uploading(uploadId, transfer.parts());
        exchange.getMessage().setHeader(ObjectStoreHeaders.UPLOAD_ID, uploadId);
        return same ? "same" : "other";
    }

    /** Whether an earlier try of this message was cut off so late that others have done all the rest. */
    private static boolean isMade(Transfer transfer, SplitRecord record) {
        StandingRecord standing = record.standing();
        return transfer.tries() > 1
                && !transfer.contested()
                && standing.status() == JobStatus.DONE
                && !standing.uploadId().isEmpty()
                && standing.sourceEtag().equals(transfer.source().etag())
                && record.size() == transfer.source().size();
    }

    /** What stands on record is held against both stores by the second look, and copied anew only if it isn't so. */
    private static void madeBefore(Exchange exchange) {
        Transfer transfer = Transfer.of(exchange);
        transfer.contestedBy(transfer.known(), true);
        transfer.end(JobStatus.CANCEL, "another worker has done it");
    }

    /** After the table was asked: what has arrived isn't sent again. */
    private static void resumeSplit(Exchange exchange) {
        PartsInFlight parts = Transfer.of(exchange).parts();
        for (Object part : exchange.getMessage().getBody(List.class)) {
            parts.recorded((ArrivedPart) part);
        }
    }

    /** There is an upload, begun now or taken over: it goes on record before any part of it is sent. */
    private static void splitBegun(Exchange exchange) {
        Transfer transfer = Transfer.of(exchange);
        transfer.uploading(
                exchange.getMessage().getHeader(ObjectStoreHeaders.UPLOAD_ID, String.class), transfer.parts());
        transfer.end(JobStatus.SPLIT_DONE, "");
    }

    /** The body becomes batches of messages: of the parts that are missing, or, where none is, that the object can be made. */
    private static void partMessages(Exchange exchange) {
        Transfer transfer = Transfer.of(exchange);
        Iterator<Message> messages = transfer.parts().isComplete()
                ? List.<Message>of(new CompleteMessage(transfer.message().key(), transfer.uploadId()))
                        .iterator()
                : PartMessages.of(transfer);
        exchange.getMessage().setBody(new MessageBatches(messages));
    }
}
