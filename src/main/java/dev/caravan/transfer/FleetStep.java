package dev.caravan.transfer;

import dev.caravan.checksum.KeptChecksum;
import dev.caravan.checksum.PartSum;
import dev.caravan.job.Printable;
import dev.caravan.job.StoreType;
import dev.caravan.job.VerifyMode;
import dev.caravan.message.AbortMessage;
import dev.caravan.message.CompleteMessage;
import dev.caravan.message.InvalidMessageException;
import dev.caravan.message.Message;
import dev.caravan.message.ObjectMessage;
import dev.caravan.message.PartMessage;
import dev.caravan.message.PartPlan;
import dev.caravan.message.UploadFields;
import dev.caravan.message.UploadMessage;
import dev.caravan.progress.FewLines;
import dev.caravan.record.ArrivedPart;
import dev.caravan.record.JobStatus;
import dev.caravan.record.SplitRecord;
import dev.caravan.record.StandingRecord;
import dev.caravan.record.dynamo.PartRecords;
import dev.caravan.record.dynamo.SplitRecords;
import dev.caravan.store.ByteRange;
import dev.caravan.store.ChangedException;
import dev.caravan.store.ContentMismatchException;
import dev.caravan.store.Failures;
import dev.caravan.store.GoneException;
import dev.caravan.store.InvalidException;
import dev.caravan.store.KeptMetadata;
import dev.caravan.store.ObjectInfo;
import dev.caravan.store.ObjectMetadata;
import dev.caravan.store.StoreException;
import dev.caravan.store.TransientException;
import dev.caravan.store.UploadGoneException;
import dev.caravan.store.UploadedPart;
import java.time.Instant;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The protocol of one message about an upload of the fleet. The message asks to move one part, to make the object of its parts, or to give
 * the object up. It acts only on an upload that is on record for its key. A worker may repeat every step, and may go on where another worker
 * has stopped.
 *
 * @param verify with what parts are compared
 * @param source of which store the source is: S3 sends no checksum without being asked for it
 * @param readings how often an object is read before it has failed, at least 1
 * @param givenUp called with a transfer whose object is given up, and with the reason
 * @param lines how often it is logged that a part failed
 */
public record FleetStep(
        Buckets buckets,
        Upload upload,
        SplitRecords splits,
        PartRecords parts,
        VerifyMode verify,
        StoreType source,
        int readings,
        BiConsumer<Transfer, String> givenUp,
        FewLines lines) {

    private static final Logger LOG = LoggerFactory.getLogger("dev.caravan.worker");

    /** What an upload's record makes of a message. */
    public enum Step {
        /** Moves the part of the message. */
        part,
        /** Makes the object of its parts. */
        complete,
        /** Has the object copied anew: an earlier try of this message claimed that, or the message was redriven. */
        again,
        /** Looks at both stores: an earlier try may have made the object. */
        doubted,
        /** Gives the object up. */
        abort,
        /** Nothing: the object is made. */
        done,
        /** Nothing for a part, because the worker that gave the upload up has aborted it. Any other message aborts the upload once more. */
        useless,
        /** Nothing: the record of the key doesn't name the upload, which may be anybody's. */
        foreign
    }

    /** Returns who claims an upload: its parts by their numbers, all other messages as 0. */
    public static int claimant(Message message) {
        return message instanceof PartMessage part ? part.partNumber() : 0;
    }

    /** Reads the record of the upload, and returns what it makes of the message. */
    public Step begin(Transfer transfer) {
        UploadMessage message = (UploadMessage) transfer.message();
        transfer.beginAttempt(null);
        transfer.uploading(message.uploadId(), null);
        SplitRecord record = FleetRecords.passing(() -> splits.find(transfer.destinationKey()));
        StandingRecord standing = record.standing();
        if (!standing.uploadId().equals(transfer.uploadId())) {
            return Step.foreign;
        }
        if (message instanceof PartMessage part && record.isOpen() && !isPlanned(part, record)) {
            throw new InvalidMessageException(
                    "the part is not as the record of the upload says that the object is cut");
        }
        if (standing.start() > 0) {
            transfer.beganAt(Instant.ofEpochMilli(standing.start()), record.received());
        }
        transfer.knows(standing);
        if (message instanceof CompleteMessage && record.partSize() > 0) {
            transfer.read(new ObjectInfo(
                    message.key(),
                    record.size(),
                    standing.sourceEtag(),
                    false,
                    Instant.EPOCH,
                    "",
                    ObjectMetadata.NONE));
            transfer.uploading(transfer.uploadId(), new PartsInFlight(new PartPlan(record.size(), record.partSize())));
        }
        return step(transfer, record);
    }

    private static Step step(Transfer transfer, SplitRecord record) {
        StandingRecord standing = record.standing();
        if (record.isOpen()) {
            return Step.valueOf(UploadFields.type((UploadMessage) transfer.message()));
        }
        if (standing.status() == JobStatus.DONE) {
            // It may have been recorded by an earlier try of this message, which then couldn't look at both stores
            // again.
            boolean again = transfer.message() instanceof CompleteMessage && transfer.tries() > 1;
            if (again) {
                transfer.contestedBy(standing, false);
            }
            return again ? Step.doubted : Step.done;
        }
        if (isRedriven(transfer, record)) {
            transfer.redrives();
            return Step.again;
        }
        boolean ours = standing.status() == JobStatus.CANCEL && record.renewedBy() == claimant(transfer.message());
        return ours ? Step.again : Step.useless;
    }

    /**
     * Returns whether the object was given up, and somebody has moved the message back from the dead letters since: its attribute says so, or it was
     * sent later. Nobody else sends parts of an upload that was given up; the state machine may send that it can be completed.
     */
    private static boolean isRedriven(Transfer transfer, SplitRecord record) {
        boolean part = transfer.message() instanceof PartMessage;
        boolean later = part
                && record.renewedBy() >= 0
                && transfer.times().sent() > record.standing().end();
        return record.standing().status() == JobStatus.ERROR
                && (part || transfer.message() instanceof CompleteMessage)
                && (later || transfer.times().laidAside());
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

    /** Does a step that moves nothing: gives the object up, or ends a message that is done, foreign or of no use. */
    public void settle(Transfer transfer, Step step) {
        switch (step) {
            case foreign -> notOnRecord(transfer);
            case abort -> {
                // On record first, so that no part has the object copied anew.
                giveUp(transfer, reason(transfer));
                buckets.destination().abortUpload(transfer.destinationKey(), transfer.uploadId());
            }
            case useless -> {
                if (!(transfer.message() instanceof PartMessage)) {
                    buckets.destination().abortUpload(transfer.destinationKey(), transfer.uploadId());
                }
            }
            default -> {
                // The object is made.
            }
        }
    }

    /** Returns why the object is given up: why a part failed, if one did, with what the message says. */
    private String reason(Transfer transfer) {
        String said = Printable.of(((AbortMessage) transfer.message()).reason());
        return FleetRecords.passing(() -> parts.failure(transfer.uploadId()))
                .map(part -> said.isEmpty() ? part : part + "; " + said)
                .orElse(said);
    }

    /** A late message of an upload that was given up, a dead letter of one that has had a successor, or a stranger's. */
    private static void notOnRecord(Transfer transfer) {
        boolean stale =
                transfer.message() instanceof PartMessage && !transfer.times().laidAside();
        LOG.atLevel(stale ? Level.DEBUG : Level.WARN)
                .log(
                        "nothing is done for the message {} of {}: its upload {} is not on record for this key",
                        UploadFields.type((UploadMessage) transfer.message()),
                        Printable.quoted(transfer.destinationKey()),
                        Printable.of(transfer.uploadId()));
    }

    /** Returns whether the part of the message has arrived before. */
    public boolean hasArrived(Transfer transfer) {
        PartMessage message = (PartMessage) transfer.message();
        return FleetRecords.passing(() -> parts.arrived(message.uploadId(), message.partNumber()))
                .filter(arrived -> arrived.part().length() == message.length() && arrived.hasSum(message.kept()))
                .isPresent();
    }

    /** Returns the item that records a part, which the destination has. The sum of its bytes is null where none was computed. */
    public Map<String, ?> partDone(Transfer transfer, UploadedPart part, PartSum sum) {
        PartMessage message = (PartMessage) transfer.message();
        if (part.length() != message.length()) {
            throw new TransientException(
                    "part " + message.partNumber() + " has " + part.length() + " bytes and not " + message.length());
        }
        ArrivedPart arrived = new ArrivedPart(part, sum);
        if (verify == VerifyMode.FULL) {
            arrived.requireSum(message.kept());
        }
        return PartRecords.itemOf(transfer.uploadId(), arrived, transfer.tries(), Instant.now());
    }

    /**
     * Makes the object of its parts if the store has them as plan and records say and they are what the source keeps, and looks whether the
     * source still has the same object.
     *
     * @return messages of the parts that must be moved again first, in batches; null if the object is made
     */
    public Iterator<List<Message>> complete(Transfer transfer, Retry retry) {
        if (transfer.parts() == null) {
            throw new ChangedException("the record of the upload doesn't say how the object was cut");
        }
        if (verify == VerifyMode.FULL || (verify == VerifyMode.AUTO && source != StoreType.S3)) {
            compareWithSource(transfer);
        }
        String uploadId = transfer.uploadId();
        PartsInFlight all = transfer.parts();
        FleetRecords.passing(() -> parts.arrived(uploadId)).forEach(all::recorded);
        try {
            all.keepOnly(buckets.destination().listParts(transfer.destinationKey(), uploadId));
        } catch (UploadGoneException e) {
            // An earlier request may have made the object, and its answer was lost: then all parts have arrived.
            if (!all.isComplete()) {
                throw new ChangedException("the upload was aborted by somebody else");
            }
        }
        if (all.isComplete()) {
            requireAsKept(transfer);
        }
        if (!all.isComplete()) {
            for (int number : all.missing()) {
                FleetRecords.passing(() -> parts.forget(uploadId, number));
            }
            return new PartMessages(transfer);
        }
        make(transfer, retry);
        return null;
    }

    private void make(Transfer transfer, Retry retry) {
        try {
            upload.make(transfer, retry);
        } catch (RuntimeException e) {
            // The upload stays for the next request to complete it.
            transfer.parts().fail(e);
            throw Upload.cause(e);
        }
        ObjectInfo now = upload.requireUnchanged(transfer);
        // This worker has seen no metadata before.
        transfer.leavesOut(KeptMetadata.of(now.metadata()).leftOut());
    }

    /** Asks the source: if it is still the object that the parts are of, they are compared with the checksum that the source keeps. */
    private void compareWithSource(Transfer transfer) {
        ObjectInfo now = upload.requireUnchanged(transfer);
        PartPlan plan = transfer.parts().plan();
        KeptChecksum kept = KeptChecksum.ofParts(now.checksum());
        boolean fits = kept != null && (plan.parts() == 1 || plan.partSize() % kept.alignment() == 0);
        if (fits) {
            transfer.uploading(transfer.uploadId(), new PartsInFlight(plan, kept, verify));
        } else if (verify == VerifyMode.FULL && kept != null) {
            throw new ChangedException("its parts were cut so that they can't be verified");
        } else if (verify == VerifyMode.FULL) {
            transfer.markUnverified();
        }
    }

    /**
     * Compares the parts together with what the source keeps. Which of them is wrong, nobody knows: all are to be moved again.
     *
     * @throws ContentMismatchException where they were read as often as they may be
     */
    private void requireAsKept(Transfer transfer) {
        try {
            transfer.parts().requireAsKept();
        } catch (ContentMismatchException e) {
            int read = FleetRecords.passing(() -> parts.mismatched(transfer.uploadId()));
            if (read >= readings) {
                throw new ContentMismatchException(e.getMessage() + " (read " + read + " times)", true);
            }
            transfer.parts().forgetAll();
        }
    }

    /**
     * Has what the source holds now copied anew, and aborts the upload, which is of no use any more. Of the many messages that may notice
     * that, one does it.
     *
     * @return a batch with the message of the object; empty where another message does it or the source has no such object
     */
    public Iterator<List<Message>> renew(Transfer transfer) {
        if (!claim(
                transfer,
                (transfer.isRedriven() ? "a dead letter came back" : "the upload became useless")
                        + ": the object is copied anew")) {
            return Collections.emptyIterator();
        }
        transfer.claims();
        boolean made = !transfer.destinationEtag().isEmpty();
        if (!made) {
            upload.abort(transfer.destinationKey(), transfer.uploadId());
        }
        try {
            ObjectInfo now = buckets.source().head(transfer.message().key());
            Message object = new ObjectMessage(now.key(), now.size(), now.etag(), now.lastModified());
            return List.of(List.of(object)).iterator();
        } catch (GoneException e) {
            claim(
                    transfer,
                    "the source no longer has the object" + (made ? "; the destination has its last version" : ""));
            return Collections.emptyIterator();
        }
    }

    private boolean claim(Transfer transfer, String why) {
        String key = transfer.destinationKey();
        int claimant = claimant(transfer.message());
        return FleetRecords.passing(() -> transfer.isRedriven()
                ? splits.claimGivenUp(key, transfer.uploadId(), claimant, why)
                : splits.claim(key, transfer.uploadId(), claimant, why));
    }

    /** Ends a step by its failure, and records it where its message doesn't come back. Returns whether it is on record. */
    public boolean failed(Transfer transfer, Throwable cause) {
        transfer.fail(JobStatus.ERROR, cause);
        boolean complete = transfer.message() instanceof CompleteMessage;
        boolean refused = cause instanceof StoreException && !Failures.isPassing(cause);
        // A part that was sent twice may take another's place between two requests: that mends itself.
        boolean passing = !refused || (complete && cause instanceof InvalidException);
        boolean last = Boolean.TRUE.equals(transfer.lastTry());
        if (cause instanceof StoppedException || (passing && !last)) {
            return false;
        }
        if (transfer.message() instanceof PartMessage part) {
            FleetRecords.passing(() -> parts.failed(
                    part.uploadId(), part.partNumber(), transfer.error(), transfer.tries(), Instant.now()));
            String line = "part " + part.partNumber() + " of " + part.parts() + " failed: "
                    + Printable.quoted(transfer.destinationKey()) + ": " + transfer.error();
            String told = lines.tell(line);
            if (told != null) {
                LOG.warn(told);
            }
        }
        // An object that was to be copied anew has failed too.
        if (transfer.hasClaimed() || (complete && refused)) {
            giveUp(transfer, transfer.error());
        }
        if (complete && refused) {
            upload.abort(transfer.destinationKey(), transfer.uploadId());
        }
        return true;
    }

    /** The object is on record as failed, unless it is no longer this upload's. */
    private void giveUp(Transfer transfer, String reason) {
        String why = reason.isEmpty() ? "the upload was given up" : reason;
        if (FleetRecords.passing(() ->
                splits.giveUp(transfer.destinationKey(), transfer.uploadId(), claimant(transfer.message()), why))) {
            givenUp.accept(transfer, why);
        }
    }
}
