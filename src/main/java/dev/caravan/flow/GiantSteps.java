package dev.caravan.flow;

import dev.caravan.component.ObjectStoreHeaders;
import dev.caravan.job.KeyMapping;
import dev.caravan.job.Printable;
import dev.caravan.job.VerifyMode;
import dev.caravan.message.CompleteMessage;
import dev.caravan.message.InvalidMessageException;
import dev.caravan.message.Message;
import dev.caravan.message.MessageBatches;
import dev.caravan.message.ObjectMessage;
import dev.caravan.message.PartMessage;
import dev.caravan.message.PartPlan;
import dev.caravan.message.UploadFields;
import dev.caravan.message.UploadMessage;
import dev.caravan.record.ArrivedPart;
import dev.caravan.record.JobStatus;
import dev.caravan.record.SplitRecord;
import dev.caravan.record.StandingRecord;
import dev.caravan.store.ByteRange;
import dev.caravan.store.ChangedException;
import dev.caravan.store.Failures;
import dev.caravan.store.GoneException;
import dev.caravan.store.InvalidException;
import dev.caravan.store.ObjectInfo;
import dev.caravan.store.ObjectMetadata;
import dev.caravan.store.StoreException;
import dev.caravan.store.TransientException;
import dev.caravan.store.UploadGoneException;
import dev.caravan.store.UploadedPart;
import dev.caravan.transfer.PartsInFlight;
import dev.caravan.transfer.StoppedException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** The steps of the giant objects' routes between the calls to stores and tables, where a message is about an upload. */
public final class GiantSteps {

    private static final Logger LOG = LoggerFactory.getLogger("dev.caravan.worker");

    /**
     * Names the next step for the upload. Where it is open, that is what the message asks for: {@code part},
     * {@code complete} or {@code abort}. Else it is {@code done}, or done and {@code doubted}; this message renews it {@code again}; it is {@code useless}; or it is {@code foreign}: the record of the key doesn't name it.
     */
    private static final String UPLOAD = "CaravanUpload";

    /** Tells the routes that a part has arrived before: {@code true}, or absent. */
    private static final String ARRIVED = "CaravanArrived";

    /** Tells the routes that parts are to be moved again before the object can be made: {@code true}, or absent. */
    private static final String MISSING = "CaravanMissing";

    /** Tells the routes that the object is made: {@code true}, or absent. */
    private static final String MADE = "CaravanMade";

    private final Calls calls = new Calls();
    private final KeyMapping keys;
    private final boolean splits;
    private final VerifyMode verify;
    private volatile boolean stopped;

    /**
     * @param keys how source keys become destination keys
     * @param splits whether the worker knows the fleet's table of parts
     * @param verify with what parts are compared
     */
    public GiantSteps(KeyMapping keys, boolean splits, VerifyMode verify) {
        this.keys = keys;
        this.verify = verify;
        this.splits = splits;
    }

    /** The steps by the names that the routes call them. */
    public Map<String, Processor> byName() {
        return Map.ofEntries(
                Map.entry("beginStep", this::beginStep),
                Map.entry("settleStep", this::settleStep),
                Map.entry("lookForPart", this::lookForPart),
                Map.entry("beginGiantPart", this::beginGiantPart),
                Map.entry("partDone", this::partDone),
                Map.entry("collectParts", this::collectParts),
                Map.entry("makeObject", this::makeObject),
                Map.entry("renewObject", this::renewObject),
                Map.entry("notSent", this::notSent),
                Map.entry("stepFailed", this::stepFailed),
                Map.entry("stepDone", this::stepDone));
    }

    /** From now on no part begins: its message goes back to the queue. */
    public void stop() {
        stopped = true;
    }

    /** Who claims an upload: its parts by their numbers, whatever else belongs to it as 0. */
    public static int claimant(Message message) {
        return message instanceof PartMessage part ? part.partNumber() : 0;
    }

    /** Reads the message, and tells the routes what the record of its upload asks for. */
    private void beginStep(Exchange exchange) throws Exception {
        exchange.getMessage().removeHeaders("Caravan*");
        UploadMessage message = exchange.getMessage().getBody(UploadMessage.class);
        Transfer transfer = Transfer.begin(exchange, message);
        transfer.name(keys.destinationKey(message.key()));
        transfer.beginAttempt();
        transfer.uploading(message.uploadId(), null);
        if (!splits) {
            throw new TransientException(
                    "this worker can't do steps of giant objects: set SINGLE_PART_TABLE_NAME and SFN_ARN", 0, "", null);
        }
        Calls.step(exchange, "findSplit");
        uploadFound(exchange);
    }

    /** Moves nothing: gives the object up, or ends what is of no use. An upload that is foreign may be anybody's, and stays. */
    private void settleStep(Exchange exchange) throws Exception {
        switch (exchange.getMessage().getHeader(UPLOAD, String.class)) {
            case "foreign" -> notOnRecord(exchange);
            case "done" -> stepDone(exchange);
            // On record first, so that no part has the object copied anew.
            case "abort" -> {
                Calls.step(exchange, "recordGivenUp");
                abort(exchange);
            }
            default -> abort(exchange);
        }
    }

    private void abort(Exchange exchange) throws Exception {
        MultipartSteps.toUploadOf(exchange, Transfer.of(exchange));
        calls.destination(exchange, "abortUpload");
        stepDone(exchange);
    }

    /** After the record was looked up. */
    private void uploadFound(Exchange exchange) {
        Transfer transfer = Transfer.of(exchange);
        SplitRecord record = exchange.getMessage().getBody(SplitRecord.class);
        exchange.getMessage().setBody(null);
        String state = state(transfer, record);
        exchange.getMessage()
                .setHeader(
                        UPLOAD, state.equals("open") ? UploadFields.type((UploadMessage) transfer.message()) : state);
        StandingRecord standing = record.standing();
        if (!standing.uploadId().equals(transfer.uploadId())) {
            return;
        }
        if (transfer.message() instanceof PartMessage part && record.isOpen() && !isPlanned(part, record)) {
            throw new InvalidMessageException(
                    "the part is not as the record of the upload says that the object is cut");
        }
        if (standing.start() > 0) {
            transfer.beganAt(Instant.ofEpochMilli(standing.start()));
        }
        transfer.knows(standing);
        if (transfer.message() instanceof CompleteMessage && record.partSize() > 0) {
            transfer.read(new ObjectInfo(
                    transfer.message().key(),
                    record.size(),
                    standing.sourceEtag(),
                    false,
                    Instant.EPOCH,
                    "",
                    ObjectMetadata.NONE));
            transfer.uploading(transfer.uploadId(), new PartsInFlight(new PartPlan(record.size(), record.partSize())));
        }
    }

    /** Whether the part is one of the plan on record. Otherwise its bytes would take the place of others. */
    private static boolean isPlanned(PartMessage part, SplitRecord record) {
        if (record.partSize() <= 0 || !part.etag().equals(record.standing().sourceEtag())) {
            return false;
        }
        PartPlan plan = new PartPlan(record.size(), record.partSize());
        return part.parts() == plan.parts()
                && new ByteRange(part.offset(), part.length()).equals(plan.range(part.partNumber()));
    }

    /** A late message of an upload that was given up, or a stranger's. */
    private void notOnRecord(Exchange exchange) {
        Transfer transfer = Transfer.of(exchange);
        LOG.atLevel(transfer.message() instanceof PartMessage ? Level.DEBUG : Level.WARN)
                .log(
                        "nothing is done for the message {} of {}: its upload {} is not on record for this key",
                        UploadFields.type((UploadMessage) transfer.message()),
                        Printable.quoted(transfer.destinationKey()),
                        Printable.of(transfer.uploadId()));
        transfer.markRecorded();
    }

    private static String state(Transfer transfer, SplitRecord record) {
        StandingRecord standing = record.standing();
        if (!standing.uploadId().equals(transfer.uploadId())) {
            return "foreign";
        }
        if (record.isOpen()) {
            return "open";
        }
        if (standing.status() == JobStatus.DONE) {
            // It may have been recorded by an earlier try of this message, which then couldn't look at both stores
            // again.
            boolean again = transfer.message() instanceof CompleteMessage && transfer.tries() > 1;
            if (again) {
                transfer.contestedBy(standing, false);
            }
            return again ? "doubted" : "done";
        }
        boolean ours = standing.status() == JobStatus.CANCEL && record.renewedBy() == claimant(transfer.message());
        return ours ? "again" : "useless";
    }

    /** Looks whether the part has arrived before. */
    private void lookForPart(Exchange exchange) throws Exception {
        Calls.step(exchange, "findPart");
        PartMessage message = (PartMessage) Transfer.of(exchange).message();
        if (exchange.getMessage().getBody() instanceof ArrivedPart arrived
                && arrived.part().length() == message.length()
                && arrived.hasSum(message.kept())) {
            exchange.getMessage().setHeader(ARRIVED, true);
            stepDone(exchange);
        }
        exchange.getMessage().setBody(null);
    }

    /** Which bytes of the source, pinned to the version that the upload was begun with. */
    private void beginGiantPart(Exchange exchange) {
        if (stopped) {
            throw new StoppedException();
        }
        PartMessage message = (PartMessage) Transfer.of(exchange).message();
        exchange.setProperty(MultipartSteps.PART, message.partNumber());
        org.apache.camel.Message headers = exchange.getMessage();
        headers.setHeader(ObjectStoreHeaders.KEY, message.key());
        headers.setHeader(ObjectStoreHeaders.IF_MATCH, message.etag());
        headers.setHeader(ObjectStoreHeaders.RANGE, new ByteRange(message.offset(), message.length()));
    }

    /** The part is at the destination: it goes on record with its sum. */
    private void partDone(Exchange exchange) throws Exception {
        PartMessage message = (PartMessage) Transfer.of(exchange).message();
        UploadedPart part = exchange.getMessage().getBody(UploadedPart.class);
        if (part.length() != message.length()) {
            throw new TransientException(
                    "part " + message.partNumber() + " has " + part.length() + " bytes and not " + message.length(),
                    0,
                    "",
                    null);
        }
        ArrivedPart arrived = new ArrivedPart(part, VerifySteps.sum(exchange));
        if (verify == VerifyMode.FULL) {
            arrived.requireSum(message.kept());
        }
        exchange.getMessage().setBody(arrived);
        Calls.step(exchange, "recordPart");
        stepDone(exchange);
    }

    /**
     * Compares the parts that the store has with the plan, the records, and the checksum that the source keeps. Where parts must be moved
     * again, the body becomes their messages.
     */
    private void collectParts(Exchange exchange) throws Exception {
        Calls.step(exchange, "askKept");
        if (Boolean.TRUE.equals(exchange.getMessage().getHeader(GiantVerification.ASK))) {
            calls.source(exchange, "headObject");
            Calls.step(exchange, "keptFound");
        }
        Calls.step(exchange, "findParts");
        partsFound(exchange);
        try {
            MultipartSteps.toUploadOf(exchange, Transfer.of(exchange));
            calls.destination(exchange, "listParts");
            checkParts(exchange);
        } catch (UploadGoneException e) {
            // An earlier request may have made the object, and its answer was lost.
            mayBeMade(exchange);
        }
        if (exchange.getMessage().getHeader(MISSING) == null) {
            Calls.step(exchange, "giantAsKept");
            if (exchange.getMessage().getHeader(GiantVerification.MISMATCH) != null) {
                Calls.step(exchange, "countMismatch");
                Calls.step(exchange, "readAgain");
                exchange.getMessage().setHeader(MISSING, true);
            }
        }
        if (exchange.getMessage().getHeader(MISSING) != null) {
            Calls.step(exchange, "forgetParts");
            missingParts(exchange);
        }
    }

    /** Makes the object of its parts, and looks whether the source still has the same. */
    private void makeObject(Exchange exchange) throws Exception {
        try {
            Calls.step(exchange, "completeUpload");
        } catch (Exception e) {
            Calls.caught(exchange, e);
            Calls.step(exchange, "keepFailedUpload");
        }
        ObjectSteps.mustBeUnchanged(exchange, calls);
        made(exchange);
    }

    /**
     * The upload is of no use any more: one message has what the source holds now copied anew, and aborts the upload. The body becomes a
     * batch with the message of the object, or empty.
     */
    private void renewObject(Exchange exchange) throws Exception {
        Calls.step(exchange, "claimAgain");
        if (!Boolean.TRUE.equals(exchange.getMessage().getHeader(GiantRecords.CLAIMED))) {
            exchange.getMessage().setBody(List.of());
            return;
        }
        MultipartSteps.toUploadOf(exchange, Transfer.of(exchange));
        Calls.step(exchange, "abortUpload");
        ObjectSteps.toSource(exchange);
        try {
            calls.source(exchange, "headObject");
            objectAgain(exchange);
        } catch (GoneException e) {
            exchange.getMessage().setBody(List.of());
        }
    }

    /** After the table was asked: what it says has arrived. */
    private void partsFound(Exchange exchange) {
        PartsInFlight parts = Transfer.of(exchange).parts();
        if (parts == null) {
            throw new ChangedException("the record of the upload doesn't say how the object was cut", 0, "", null);
        }
        for (Object part : exchange.getMessage().getBody(List.class)) {
            parts.recorded((ArrivedPart) part);
        }
    }

    /** After the store was asked: each part must be there as the plan and the table say. */
    private void checkParts(Exchange exchange) {
        PartsInFlight parts = Transfer.of(exchange).parts();
        parts.keepOnly(exchange.getMessage().getBody(List.class));
        if (!parts.isComplete()) {
            exchange.getMessage().setHeader(MISSING, true);
            exchange.getMessage().setBody(parts.missing());
        }
    }

    /** The body becomes the messages of the parts that are to be moved again. */
    private void missingParts(Exchange exchange) {
        exchange.getMessage().setBody(new MessageBatches(PartMessages.of(Transfer.of(exchange))));
    }

    /** The store doesn't know the upload: unless all parts have arrived, the object can't have been made of it. */
    private void mayBeMade(Exchange exchange) {
        if (!Transfer.of(exchange).parts().isComplete()) {
            throw new ChangedException("the upload was aborted by somebody else", 0, "", null);
        }
    }

    private void made(Exchange exchange) {
        exchange.getMessage().setHeader(MADE, true);
    }

    /** After HEAD: the body becomes a batch of one message of what is at the source now. */
    private void objectAgain(Exchange exchange) {
        ObjectInfo info = exchange.getMessage().getBody(ObjectInfo.class);
        ObjectMessage now = new ObjectMessage(info.key(), info.size(), info.etag(), info.lastModified());
        exchange.getMessage().setBody(List.of(List.of(now)).iterator());
    }

    /** The queue took not all: whoever goes on with the message sends it again. */
    private void notSent(Exchange exchange) {
        Throwable cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        throw new TransientException(Failures.line(cause), 0, "", null);
    }

    /** Says how the step ended, and records it where the message doesn't come back. */
    private void stepFailed(Exchange exchange) throws Exception {
        Throwable cause = Failures.told(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class));
        Transfer transfer = Transfer.of(exchange);
        transfer.endBy(JobStatus.ERROR, cause);
        if (cause instanceof StoppedException) {
            transfer.markStopped();
        }
        boolean complete = transfer.message() instanceof CompleteMessage;
        boolean refused = cause instanceof StoreException && !Failures.isPassing(cause);
        // A part that was sent twice may take another's place between two requests: that mends itself.
        boolean passing = !refused || (complete && cause instanceof InvalidException);
        boolean last = exchange.getProperty(Transfer.LAST_TRY, false, Boolean.class);
        boolean isFinal = !(cause instanceof StoppedException) && (last || !passing);
        if (isFinal) {
            Calls.step(exchange, "recordPartFailure");
            if (complete && refused) {
                Calls.step(exchange, "recordGivenUp");
                MultipartSteps.toUploadOf(exchange, Transfer.of(exchange));
                Calls.step(exchange, "abortUpload");
            }
            stepDone(exchange);
        }
    }

    /** All that the message asks for is done and on record. */
    private void stepDone(Exchange exchange) {
        Transfer.of(exchange).markRecorded();
    }
}
