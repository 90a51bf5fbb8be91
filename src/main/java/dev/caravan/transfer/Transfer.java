package dev.caravan.transfer;

import dev.caravan.message.DeleteMessage;
import dev.caravan.message.Message;
import dev.caravan.message.ObjectMessage;
import dev.caravan.record.JobStatus;
import dev.caravan.record.StandingRecord;
import dev.caravan.record.StatusRecord;
import dev.caravan.store.ChangedException;
import dev.caravan.store.ContentChecksum;
import dev.caravan.store.ContentMismatchException;
import dev.caravan.store.DigestException;
import dev.caravan.store.Failures;
import dev.caravan.store.ObjectInfo;
import dev.caravan.store.ObjectMetadata;
import dev.caravan.store.StoreException;
import dev.caravan.store.TransientException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import java.util.stream.Stream;

/**
 * The work on one message, from its receipt to its record. It consists of attempts; each begins with just the message
 * and the knowledge of records and other workers.
 */
public final class Transfer {

    private static final AtomicLongFieldUpdater<Transfer> MOVED =
            AtomicLongFieldUpdater.newUpdater(Transfer.class, "moved");

    private static final AtomicLongFieldUpdater<Transfer> COUNTED =
            AtomicLongFieldUpdater.newUpdater(Transfer.class, "counted");

    private volatile long moved;
    private volatile long counted;

    private final int triesBefore;
    private final Boolean lastTry;
    private QueueTimes times = QueueTimes.NONE;
    private long workReceived;

    private Message message;
    private String destinationKey = "";
    private Instant started = Instant.now();
    private int attempts;
    private Attempt attempt = new Attempt();

    private boolean changed;
    private boolean renewed;
    private String md5;
    private boolean doubtful;
    private boolean brokeOff;
    private boolean copyRefused;

    /** The note of {@link UploadRecords} on an intended upload; null for none. */
    Object uploadIntent;

    private History history;

    private StandingRecord known = StandingRecord.NONE;
    private StandingRecord contestant;
    private boolean refused;

    /** Whether its work was done after the message was sent, so that the record is kept. */
    boolean repeat;

    /** Another attempt's upload that lost its record to this one's; empty for none. */
    String leftUpload = "";

    /** Another attempt's upload that this one ended; empty for none. */
    String endedUpload = "";

    /** Whether the message was redriven after its object was given up. */
    boolean redriven;

    /** Whether this message requests another copy of its upload's object. */
    boolean claimed;

    private boolean recorded;
    private boolean settled;
    private boolean stopped;

    /** @param lastTry whether the queue won't return the message; null if no message ever returns */
    public Transfer(Message message, int triesBefore, Boolean lastTry) {
        this.message = message;
        this.triesBefore = triesBefore;
        this.lastTry = lastTry;
    }

    /** Sets when the queue took and delivered its message. */
    public void queued(QueueTimes when) {
        times = when;
        workReceived = when.received();
    }

    /** Makes this transfer part of the versions of a key that this worker processes. */
    public void belongsTo(History versions) {
        history = versions;
    }

    /** Returns the history that this version belongs to; null for the current version alone. */
    History history() {
        return history;
    }

    /** Returns whether another worker may process the versions that this transfer belongs to. */
    public boolean hasLostHistory() {
        return history != null && history.isLost();
    }

    /** Fails if another worker may process the versions that this transfer belongs to. Called before each write. */
    public void requireHistory() {
        if (hasLostHistory()) {
            throw History.lost();
        }
    }

    /** Ends the transfer, because its record shows that another worker processes the versions. */
    void losesHistory() {
        history.lose();
        refused = true;
        fail(JobStatus.ERROR, History.lost());
    }

    /** Returns whether its last request had no answer, so that it may still take effect. */
    public boolean isUnanswered() {
        return isUnanswered(failure());
    }

    /** Returns whether a failed request was sent without an answer. Content with another digest isn't sent entirely. */
    private static boolean isUnanswered(Throwable failure) {
        return failure instanceof TransientException passing
                && passing.status() == 0
                && !(failure instanceof ContentMismatchException)
                && !(failure instanceof DigestException);
    }

    QueueTimes times() {
        return times;
    }

    /** Sets the object's key at the destination. */
    public void name(String key) {
        destinationKey = key;
    }

    /** Begins the next attempt after a failure; null for none. A refused service copy continues in the same attempt. */
    public void beginAttempt(Throwable failure) {
        if (failure instanceof ChangedException) {
            // A delete concerns the destination's object: the source has none to continue with.
            changed = !(message instanceof DeleteMessage);
        } else if (failure instanceof DigestException digest) {
            // Either the bytes or the expected MD5 was wrong. The next read must have the MD5 that was computed of this
            // one. If none was computed, it must have its own.
            doubtful = digest.sent().isEmpty();
            md5 = digest.sent().isEmpty() ? md5 : digest.sent();
        }
        brokeOff |= isUnanswered(failure);
        if (!(failure instanceof CopyRefusedException)) {
            attempts++;
        }
        attempt = new Attempt();
        recorded = false;
    }

    /**
     * Returns whether an attempt has ended without an answer, so that the next one should move less at a time. Content
     * that differed from its MD5 is moved whole, because parts aren't compared with it.
     */
    public boolean brokeOff() {
        return brokeOff && md5 == null && !doubtful;
    }

    /** Returns whether the source's object differs from the message's. */
    public boolean changed() {
        return changed;
    }

    /** Returns whether it copies an object that wasn't listed, or may have been overwritten since. */
    public boolean isUnlisted() {
        return message instanceof ObjectMessage object && (object.lastModified() == null || renewed);
    }

    /** Continues with the source's current object. */
    public void renew(ObjectInfo now) {
        moves(new ObjectMessage(
                now.key(), now.size(), now.etag(), now.lastModified(), message.sequencer(), false, false, versionId()));
    }

    /** Replaces its message and forgets what was learned of the content. */
    private void moves(Message another) {
        message = another;
        changed = false;
        md5 = null;
        doubtful = false;
    }

    /** Becomes a transfer of what a second look found (null: nothing), begun then or at the recorded time if later. */
    void becomes(ObjectInfo source, Instant looked) {
        String ours = message.sequencer();
        String sequencer = known.sequencer().compareTo(ours) > 0 ? known.sequencer() : ours;
        moves(
                source == null
                        ? new DeleteMessage(message.key(), sequencer)
                        : new ObjectMessage(
                                source.key(), source.size(), source.etag(), source.lastModified(), sequencer));
        renewed = true;
        Instant standing = Instant.ofEpochMilli(known.start());
        started = standing.isAfter(looked) ? standing : looked;
        List<String> leftOut = attempt.leftOut;
        attempt = new Attempt();
        attempt.leftOut = leftOut;
        attempt.outcome = source == null ? Outcome.DELETED : Outcome.DONE;
    }

    /** Sets the start to that of another worker's work; {@code received} is 0 if unknown. */
    void beganAt(Instant start, long received) {
        started = start;
        workReceived = received;
    }

    /** Counts bytes through this process. Thread-safe, since parts run in parallel. */
    public void moves(int bytes) {
        MOVED.addAndGet(this, bytes);
    }

    /** Returns the bytes through this process in all attempts. */
    public long moved() {
        return moved;
    }

    /** Counts bytes that the service copied or an earlier run sent. Thread-safe, since parts run in parallel. */
    public void counted(long bytes) {
        COUNTED.addAndGet(this, bytes);
    }

    /** Returns the bytes that were sent in all attempts, through this process or as {@link #counted}. */
    public long sent() {
        return moved + counted;
    }

    /** Returns the expected MD5; null for the source's ETag, if that is one. */
    public String md5() {
        return md5;
    }

    /** Returns whether two reads gave the same MD5, but another one than the source's ETag. */
    public boolean isOtherThanItsEtag() {
        ObjectInfo source = attempt.source;
        return md5 != null
                && source != null
                && source.etagIsMd5()
                && !source.etag().equalsIgnoreCase(md5);
    }

    /** Returns whether the expected MD5 has proved wrong once. */
    public boolean doubtful() {
        return doubtful;
    }

    /** Records that the source keeps no checksum for verification. */
    public void markUnverified() {
        attempt.unverified = true;
    }

    /** Returns whether verification was requested, but the source keeps no usable checksum. */
    public boolean isUnverified() {
        return attempt.unverified;
    }

    /** Records the names of metadata that the destination can't keep. */
    public void leavesOut(List<String> names) {
        attempt.leftOut = names;
    }

    /** Records the metadata with which an upload in parts begins. */
    void sends(ObjectMetadata metadata) {
        attempt.sent = metadata;
    }

    ObjectMetadata sentMetadata() {
        return attempt.sent;
    }

    /** Adds names of metadata that the destination ignored. */
    void ignored(List<String> names) {
        attempt.leftOut =
                Stream.concat(attempt.leftOut.stream(), names.stream()).toList();
    }

    /** Records the source object of a GET or HEAD. */
    public void read(ObjectInfo info) {
        attempt.source = info;
    }

    /** Records the destination's ETag. */
    public void written(String etag) {
        attempt.destinationEtag = etag;
    }

    void uploading(String id, PartsInFlight inFlight) {
        attempt.uploadId = id;
        attempt.parts = inFlight;
    }

    /** Returns the parts of the upload; null for an object moved whole. */
    public PartsInFlight parts() {
        return attempt.parts;
    }

    /** Sets whether user steps see the parts' bytes. No other attempt resumes the upload: its steps may differ. */
    public void changesParts(boolean changed) {
        attempt.changesParts = changed;
    }

    /** Returns the ETag by which an upload is resumed; empty if it must not be resumed. */
    String resumableEtag() {
        if (attempt.changesParts) {
            return "";
        }
        // Two versions may have the same bytes, but not the same mark.
        String version = versionId();
        return version.isEmpty() ? attempt.source.etag() : attempt.source.etag() + '@' + version;
    }

    /** Returns the source's checksum of the whole object; null without one, or if the parts have other bytes. */
    ContentChecksum sourceChecksum() {
        return attempt.changesParts || attempt.copiedPartSize > 0 || attempt.source == null
                ? null
                : attempt.source.checksum();
    }

    /** Returns the copied version of the source; empty for the current one. */
    public String versionId() {
        return message instanceof ObjectMessage object ? object.versionId() : "";
    }

    /** Sets the size in bytes of service-copied parts, 5 MiB to 5 GiB; 0 for a whole object. */
    void copiedInPartsOf(long bytes) {
        attempt.copiedPartSize = bytes;
    }

    /** Returns the size of service-copied parts; 0 for streaming or a whole object. */
    public long copiedPartSize() {
        return attempt.copiedPartSize;
    }

    /** Switches the object to streaming; returns whether that is new, since parts are refused in parallel. */
    synchronized boolean refuseCopy() {
        boolean news = !copyRefused;
        copyRefused = true;
        return news;
    }

    synchronized boolean copyRefused() {
        return copyRefused;
    }

    /** Returns the key's record as this worker wrote it, or found it before it looked at the source. */
    public StandingRecord known() {
        return known;
    }

    public void knows(StandingRecord standing) {
        known = standing;
    }

    /**
     * Records that another worker may have changed the destination since this one looked at the source, so both stores
     * must be checked again.
     *
     * @param other that worker's record
     * @param stands whether that record is valid, and ours was refused
     */
    public void contestedBy(StandingRecord other, boolean stands) {
        contestant = other;
        refused = stands;
    }

    /** Forgets the other worker after both sides were checked again. */
    public void forgetContest() {
        contestant = null;
        refused = false;
    }

    /** Returns whether another worker may have interfered. */
    public boolean contested() {
        return contestant != null;
    }

    /** Returns whether a newer record replaced ours. */
    public boolean refused() {
        return refused;
    }

    /** Returns the last other worker's record; null if none. */
    StandingRecord contestant() {
        return contestant;
    }

    public void markRecorded() {
        recorded = true;
    }

    /** Returns whether its result is on record. Only then is its message done. */
    public boolean recorded() {
        return recorded;
    }

    /** Marks the message's outcome as known; returns whether that is new. */
    public boolean settle() {
        boolean news = !settled;
        settled = true;
        return news;
    }

    public boolean isSettled() {
        return settled;
    }

    /** Ends the attempt. */
    public void end(Outcome how) {
        attempt.outcome = how;
    }

    /** Ends the attempt by a failure. */
    public void fail(JobStatus how, Throwable cause) {
        attempt.outcome = Outcome.failed(how, cause);
        stopped |= cause instanceof StoppedException;
    }

    /** Returns whether it ended only because the process stops. */
    public boolean stopped() {
        return stopped;
    }

    /** Returns the failure that ended it; null if none. */
    public Throwable failure() {
        return attempt.outcome.failure();
    }

    /** Returns whether a store refused it, so that no unanswered request took effect. */
    public boolean isRefusedByStore() {
        return failure() instanceof StoreException && !Failures.isPassing(failure());
    }

    /** Returns its result; {@link JobStatus#DONE} by default. */
    public JobStatus status() {
        return attempt.outcome.status();
    }

    /** Returns the reason in one line without secrets, or what the destination can't keep; empty if there is none. */
    public String error() {
        return status() == JobStatus.DONE && !attempt.leftOut.isEmpty()
                ? Failures.leftOut(attempt.leftOut)
                : attempt.outcome.reason();
    }

    /** Returns whether this is the last attempt at its message; null if no queue repeats messages. */
    public Boolean lastTry() {
        return lastTry;
    }

    /** Returns whether its queue delivers the message again. */
    public boolean mayComeBack() {
        return Boolean.FALSE.equals(lastTry);
    }

    /** Returns the message or its replacement. */
    public Message message() {
        return message;
    }

    public String destinationKey() {
        return destinationKey;
    }

    public Instant started() {
        return started;
    }

    /** Returns the number of attempts in this process. */
    public int attempts() {
        return attempts;
    }

    /** Returns the number of attempts of all workers. */
    public int tries() {
        return triesBefore + attempts;
    }

    /** Returns the source object of a GET or HEAD; null before that. */
    public ObjectInfo source() {
        return attempt.source;
    }

    /** Returns the destination's ETag; empty before the copy. */
    public String destinationEtag() {
        return attempt.destinationEtag;
    }

    /** Returns the ID of the upload; empty if none. */
    public String uploadId() {
        return attempt.uploadId;
    }

    /** Returns how many of its parts are known to be at the destination. */
    public int partsDone() {
        PartsInFlight parts = attempt.parts;
        return parts == null ? 0 : parts.done();
    }

    /** Returns the number of parts; 0 for an object moved whole. */
    public int partCount() {
        PartsInFlight parts = attempt.parts;
        return parts == null ? 0 : parts.plan().parts();
    }

    /** Returns the status record with this end time. */
    public StatusRecord record(Instant end) {
        Attempt now = attempt;
        ObjectMessage object = message instanceof ObjectMessage named ? named : null;
        String sourceEtag = object == null ? "" : object.etag();
        if (now.source != null) {
            sourceEtag = status() == JobStatus.STARTED ? resumableEtag() : now.source.etag();
        }
        return new StatusRecord(
                destinationKey,
                status(),
                now.source != null ? now.source.size() : object != null ? object.size() : 0,
                now.destinationEtag,
                sourceEtag,
                message.sequencer(),
                started,
                end,
                tries(),
                error(),
                now.uploadId,
                partCount(),
                now.parts == null ? 0 : now.parts.plan().partSize(),
                workReceived);
    }
}
