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
import dev.caravan.message.MessageCodec;
import dev.caravan.message.ObjectMessage;
import dev.caravan.message.PartMessage;
import dev.caravan.message.PartPlan;
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
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Processes one message about an upload of the fleet: moves a part, completes the object, or gives it up. Acts only on
 * an upload that is on record for its key. Every step may be repeated, and continued by another worker.
 *
 * @param verify what parts are verified with
 * @param source type of the source: S3 sends checksums only on request
 * @param keeps whether objects get the source's checksum
 * @param readings how often an object is read before it fails, at least 1
 * @param givenUp receives a transfer whose object is given up, and the reason
 * @param lines limits log lines about failed parts
 */
public record FleetStep(
        Buckets buckets,
        Upload upload,
        SplitRecords splits,
        PartRecords parts,
        VerifyMode verify,
        StoreType source,
        BooleanSupplier keeps,
        int readings,
        BiConsumer<Transfer, String> givenUp,
        FewLines lines) {

    private static final Logger LOG = LoggerFactory.getLogger("dev.caravan.worker");

    /** The step for a message, by the upload's record. */
    public enum Step {
        /** Moves the message's part. */
        part,
        /** Completes the object. */
        complete,
        /** Requests another copy of the object: an earlier attempt claimed that, or the message was redriven. */
        again,
        /** Looks at both stores: an earlier attempt may have made the object. */
        doubted,
        /** Gives the object up. */
        abort,
        /** Does nothing: the object is made. */
        done,
        /** Aborts the upload again, except for a part: the worker that gave the upload up aborted it. */
        useless,
        /** Does nothing: the key's record doesn't name the upload, which may belong to anyone. */
        foreign
    }

    /** Returns the claimant: the part's number, or 0 for other messages. */
    public static int claimant(Message message) {
        return message instanceof PartMessage part ? part.partNumber() : 0;
    }

    /** Reads the upload's record and returns the step. */
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
            throw new InvalidMessageException("the part disagrees with the record of the upload");
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
            return Step.valueOf(MessageCodec.type(transfer.message()));
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
            transfer.redriven = true;
            return Step.again;
        }
        boolean ours = standing.status() == JobStatus.CANCEL && record.renewedBy() == claimant(transfer.message());
        return ours ? Step.again : Step.useless;
    }

    /**
     * Returns whether the object was given up and its message was moved back from the dead letters since: an attribute
     * says so, or it was sent later. No other sender sends parts of such an upload; the state machine may send its
     * completion.
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

    /** Returns whether the part is in the recorded plan. Otherwise it would replace other bytes. */
    private static boolean isPlanned(PartMessage part, SplitRecord record) {
        if (record.partSize() <= 0 || !part.etag().equals(record.standing().sourceEtag())) {
            return false;
        }
        PartPlan plan = new PartPlan(record.size(), record.partSize());
        return part.parts() == plan.parts()
                && new ByteRange(part.offset(), part.length()).equals(plan.range(part.partNumber()));
    }

    /** Does a step that moves nothing: gives the object up, or ends a message without work. */
    public void settle(Transfer transfer, Step step) {
        switch (step) {
            case foreign -> notOnRecord(transfer);
            case abort -> {
                // The record comes first, so that no part requests another copy of the object.
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

    /** Returns why the object is given up: a part's failure, if any, and the message's reason. */
    private String reason(Transfer transfer) {
        String said = Printable.of(((AbortMessage) transfer.message()).reason());
        return FleetRecords.passing(() -> parts.failure(transfer.uploadId()))
                .map(part -> said.isEmpty() ? part : part + "; " + said)
                .orElse(said);
    }

    /** Ends a message without a record: late, superseded or foreign. */
    private static void notOnRecord(Transfer transfer) {
        boolean stale =
                transfer.message() instanceof PartMessage && !transfer.times().laidAside();
        LOG.atLevel(stale ? Level.DEBUG : Level.WARN)
                .log(
                        "nothing is done for the message {} of {}: its upload {} is not on record for this key",
                        MessageCodec.type(transfer.message()),
                        Printable.quoted(transfer.destinationKey()),
                        Printable.of(transfer.uploadId()));
    }

    public boolean hasArrived(Transfer transfer) {
        PartMessage message = (PartMessage) transfer.message();
        return FleetRecords.passing(() -> parts.arrived(message.uploadId(), message.partNumber()))
                .filter(arrived -> arrived.part().length() == message.length() && arrived.hasSum(message.kept()))
                .isPresent();
    }

    /** Returns the item of a part at the destination; {@code sum} is null if not computed. */
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
     * Completes the object if the store has all recorded parts, they match the source's checksum, and the source is
     * unchanged.
     *
     * @return batches of parts to move again first; null if the object is made
     */
    public Iterator<List<Message>> complete(Transfer transfer) {
        if (transfer.parts() == null) {
            throw new ChangedException("the record of the upload doesn't say how the object was divided");
        }
        lookAtSource(transfer);
        String uploadId = transfer.uploadId();
        PartsInFlight all = transfer.parts();
        FleetRecords.passing(() -> parts.arrived(uploadId)).forEach(all::recorded);
        try {
            all.keepOnly(buckets.destination().listParts(transfer.destinationKey(), uploadId));
        } catch (UploadGoneException e) {
            // An earlier request may have made the object, and its answer was lost: then all parts have arrived.
            if (!all.isComplete()) {
                throw new ChangedException("the upload was aborted by another process");
            }
        }
        // If the parts differ from the source's checksum, all are moved again: it doesn't show which part is wrong.
        if (all.isComplete() && isMade(transfer)) {
            return null;
        }
        for (int number : all.missing()) {
            FleetRecords.passing(() -> parts.forget(uploadId, number));
        }
        return new PartMessages(transfer);
    }

    /** Returns whether the object is made; false if its parts don't have the source's checksum. */
    private boolean isMade(Transfer transfer) {
        try {
            transfer.parts().requireAsKept();
            upload.make(transfer);
        } catch (ContentMismatchException e) {
            int read = FleetRecords.passing(() -> parts.mismatched(transfer.uploadId()));
            if (read >= readings) {
                throw new ContentMismatchException(e.getMessage() + " (read " + read + " times)", true);
            }
            transfer.parts().forgetAll();
            return false;
        } catch (RuntimeException e) {
            // The upload stays for the next request to complete it.
            transfer.parts().fail(e);
            throw Upload.cause(e);
        }
        ObjectInfo now = upload.requireUnchanged(transfer);
        // This worker has seen no metadata before.
        transfer.leavesOut(KeptMetadata.of(now.metadata()).leftOut());
        return true;
    }

    /** Asks for the source's checksum if it is needed and the source's object is unchanged. */
    private void lookAtSource(Transfer transfer) {
        boolean verifies = verify == VerifyMode.FULL || (verify == VerifyMode.AUTO && source != StoreType.S3);
        boolean kept = keeps.getAsBoolean();
        if (!verifies && !kept) {
            return;
        }
        ObjectInfo now = upload.requireUnchanged(transfer);
        if (kept) {
            transfer.read(now);
        }
        if (verifies) {
            compareWith(transfer, now);
        }
    }

    private void compareWith(Transfer transfer, ObjectInfo now) {
        PartPlan plan = transfer.parts().plan();
        KeptChecksum kept = KeptChecksum.ofParts(now.checksum());
        boolean fits = kept != null && (plan.parts() == 1 || plan.partSize() % kept.alignment() == 0);
        if (fits) {
            transfer.uploading(transfer.uploadId(), new PartsInFlight(plan, kept, verify));
        } else if (verify == VerifyMode.FULL && kept != null) {
            throw new ChangedException("its parts were divided in a way that can't be verified");
        } else if (verify == VerifyMode.FULL) {
            transfer.markUnverified();
        }
    }

    /**
     * Has the source's current object copied again and aborts the unusable upload. Only one of several messages does
     * it.
     *
     * @return a batch with the object's message; empty if another message does it or the source has no object
     */
    public Iterator<List<Message>> renew(Transfer transfer) {
        if (!claim(
                transfer,
                (transfer.redriven ? "a dead letter came back" : "the upload became useless")
                        + ": the object is copied again")) {
            return Collections.emptyIterator();
        }
        transfer.claimed = true;
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
        return FleetRecords.passing(() -> splits.claim(key, transfer.uploadId(), claimant, why, transfer.redriven));
    }

    /** Ends a step by its failure; records it after the last delivery. Returns whether it is on record. */
    public boolean failed(Transfer transfer, Throwable cause) {
        transfer.fail(JobStatus.ERROR, cause);
        boolean complete = transfer.message() instanceof CompleteMessage;
        boolean refused = cause instanceof StoreException && !Failures.isPassing(cause);
        // A part that was sent twice may replace another one between two requests; that corrects itself.
        boolean passing = !refused || (complete && cause instanceof InvalidException);
        boolean last = Boolean.TRUE.equals(transfer.lastTry());
        if (cause instanceof StoppedException || (passing && !last)) {
            return false;
        }
        if (transfer.message() instanceof PartMessage part) {
            FleetRecords.passing(
                    () -> parts.failed(part.uploadId(), part.partNumber(), transfer.error(), transfer.tries()));
            String line = "part " + part.partNumber() + " of " + part.parts() + " failed: "
                    + Printable.quoted(transfer.destinationKey()) + ": " + transfer.error();
            lines.log(LOG, line, UnaryOperator.identity());
        }
        // An object whose copy should have restarted has failed too.
        if (transfer.claimed || (complete && refused)) {
            giveUp(transfer, transfer.error());
        }
        if (complete && refused) {
            upload.abort(transfer.destinationKey(), transfer.uploadId());
        }
        return true;
    }

    /** Records the object as failed, unless it has another upload. */
    private void giveUp(Transfer transfer, String reason) {
        String why = reason.isEmpty() ? "the upload was given up" : reason;
        if (FleetRecords.passing(() ->
                splits.giveUp(transfer.destinationKey(), transfer.uploadId(), claimant(transfer.message()), why))) {
            givenUp.accept(transfer, why);
        }
    }
}
