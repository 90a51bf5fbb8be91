package dev.caravan.transfer;

import dev.caravan.message.DeleteMessage;
import dev.caravan.message.Message;
import dev.caravan.message.ObjectMessage;
import dev.caravan.record.JobStatus;
import dev.caravan.record.StandingRecord;
import dev.caravan.record.StatusRecord;
import dev.caravan.store.ChangedException;
import dev.caravan.store.DigestException;
import dev.caravan.store.Failures;
import dev.caravan.store.ObjectInfo;
import dev.caravan.store.StoreException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;

/**
 * The work on one message, from its receipt to the record of how it ended. It consists of attempts: each begins with the message and
 * with what is known of records and other workers, and with nothing else.
 */
public final class Transfer {

    private static final AtomicLongFieldUpdater<Transfer> MOVED =
            AtomicLongFieldUpdater.newUpdater(Transfer.class, "moved");

    private volatile long moved;

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
    private boolean copyRefused;
    private Object uploadIntent;

    private StandingRecord known = StandingRecord.NONE;
    private StandingRecord contestant;
    private boolean refused;
    private boolean repeat;
    private String leftUpload = "";

    private String endedUpload = "";
    private boolean redriven;
    private boolean claimed;
    private boolean recorded;
    private boolean settled;
    private boolean stopped;

    /**
     * Nothing is done yet.
     *
     * @param triesBefore how often its message was received before
     * @param lastTry whether the queue won't bring the message again; null where it never does, so that what fails has failed
     */
    public Transfer(Message message, int triesBefore, Boolean lastTry) {
        this.message = message;
        this.triesBefore = triesBefore;
        this.lastTry = lastTry;
    }

    /** Notes when the queue took and delivered its message. */
    public void queued(QueueTimes when) {
        times = when;
        workReceived = when.received();
    }

    /** Returns when the queue took and delivered its message. */
    QueueTimes times() {
        return times;
    }

    /** Names the object at the destination. */
    public void name(String key) {
        destinationKey = key;
    }

    /**
     * Begins the next attempt with what the last one's failure tells. A copy that the service refused goes on in the same attempt.
     *
     * @param failure of the last attempt; null for the first one
     */
    public void beginAttempt(Throwable failure) {
        if (failure instanceof ChangedException) {
            changed = true;
        } else if (failure instanceof DigestException digest) {
            // Either the bytes or the expected MD5 was wrong. The next read must have the MD5 that was computed of this
            // one. If none was computed, it must have its own.
            doubtful = digest.sent().isEmpty();
            md5 = digest.sent().isEmpty() ? md5 : digest.sent();
        }
        if (!(failure instanceof CopyRefusedException)) {
            attempts++;
        }
        attempt = new Attempt();
        recorded = false;
    }

    /** Returns whether the source holds another object than the message names. */
    public boolean changed() {
        return changed;
    }

    /** Returns whether it copies an object that no comparison has listed, or that may have been overwritten since. */
    public boolean isUnlisted() {
        return message instanceof ObjectMessage object && (object.lastModified() == null || renewed);
    }

    /** Goes on with what the source holds now. */
    public void renew(ObjectInfo now) {
        moves(new ObjectMessage(
                now.key(), now.size(), now.etag(), now.lastModified(), message.sequencer(), false, false, versionId()));
    }

    /** Takes another message in the place of its own, and forgets what was learned of the content. */
    private void moves(Message another) {
        message = another;
        changed = false;
        md5 = null;
        doubtful = false;
    }

    /**
     * Becomes a transfer of what a second look found at the source, begun with that look, and no older than what stands on record.
     *
     * @param source null where the source has no such object
     */
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

    /**
     * Dates the work back to when another worker began it.
     *
     * @param received when the queue delivered the message of that worker; 0 where that isn't known
     */
    void beganAt(Instant start, long received) {
        started = start;
        workReceived = received;
    }

    /** Counts bytes that pass through this process, from several threads where an object has parts. */
    public void moves(int bytes) {
        MOVED.addAndGet(this, bytes);
    }

    /** Returns how many bytes of it have passed through this process, in all attempts. */
    public long moved() {
        return moved;
    }

    /** Returns the MD5 that the content must have; null for the source's ETag, where that is one. */
    public String md5() {
        return md5;
    }

    /** Returns whether the MD5 that was expected has proved wrong once. */
    public boolean doubtful() {
        return doubtful;
    }

    /** Notes that the source keeps no checksum that the object could be compared with. */
    public void markUnverified() {
        attempt.unverified = true;
    }

    /** Returns whether the object was to be compared with a checksum and there was none. */
    public boolean isUnverified() {
        return attempt.unverified;
    }

    /** Notes the names of the metadata that the destination can't keep. */
    public void leavesOut(List<String> names) {
        attempt.leftOut = names;
    }

    /** Notes the source object as its GET or HEAD showed it. */
    public void read(ObjectInfo info) {
        attempt.source = info;
    }

    /** Notes the ETag that the destination gave the object. */
    public void written(String etag) {
        attempt.destinationEtag = etag;
    }

    void uploading(String id, PartsInFlight inFlight) {
        attempt.uploadId = id;
        attempt.parts = inFlight;
    }

    /** Returns the parts of the upload; null where the object is moved whole. */
    public PartsInFlight parts() {
        return attempt.parts;
    }

    /**
     * Says whether a user's steps see the bytes of the parts. No other attempt goes on with such an upload: its steps may be others, and
     * the object would be made of both.
     */
    void changesParts(boolean changed) {
        attempt.changesParts = changed;
    }

    /** Returns the ETag under which an upload of the object is found again; empty where nobody is to go on with it. */
    String resumableEtag() {
        if (attempt.changesParts) {
            return "";
        }
        // Two versions may have the same bytes, but not the same mark.
        String version = versionId();
        return version.isEmpty() ? attempt.source.etag() : attempt.source.etag() + '@' + version;
    }

    /** Returns the version of the source that is copied; empty for the current one. */
    public String versionId() {
        return message instanceof ObjectMessage object ? object.versionId() : "";
    }

    /** Has the service copy the object in parts of this size in bytes, 5 MiB to 5 GiB; 0 for whole. */
    void copiedInPartsOf(long bytes) {
        attempt.copiedPartSize = bytes;
    }

    /** Returns the size of parts that the service copies; 0 where bytes are streamed or the object is moved whole. */
    long copiedPartSize() {
        return attempt.copiedPartSize;
    }

    /** Returns whether the service copies the object part by part. */
    public boolean isCopiedInParts() {
        return attempt.copiedPartSize > 0;
    }

    /** Has the object streamed, because the service doesn't copy it. Returns whether that is news: parts are refused side by side. */
    synchronized boolean refuseCopy() {
        boolean news = !copyRefused;
        copyRefused = true;
        return news;
    }

    synchronized boolean copyRefused() {
        return copyRefused;
    }

    /** Keeps what {@link UploadRecords} noted of an upload that is about to begin; null for nothing. */
    void intends(Object note) {
        uploadIntent = note;
    }

    Object uploadIntent() {
        return uploadIntent;
    }

    /** Names an upload of another attempt that lost its record to the one just written; empty for none. */
    void leavesUpload(String id) {
        leftUpload = id;
    }

    String leftUpload() {
        return leftUpload;
    }

    /**
     * Returns what stands on record for the key, as far as this worker knows: what it wrote there itself, or found there before it
     * looked at the source. {@link StandingRecord#NONE} at first.
     */
    public StandingRecord known() {
        return known;
    }

    /** Notes what stands on record. */
    public void knows(StandingRecord standing) {
        known = standing;
    }

    /**
     * Notes that another worker may have touched the destination since this one looked at the source: the object doesn't count as done
     * before both stores were looked at again.
     *
     * @param other what that worker recorded
     * @param stands whether it stands, and ours was refused
     */
    public void contestedBy(StandingRecord other, boolean stands) {
        contestant = other;
        refused = stands;
    }

    /** Forgets the other worker, because source and destination were looked at again: from here on only one that comes now counts. */
    public void forgetContest() {
        contestant = null;
        refused = false;
    }

    /** Returns whether another worker may have come between. */
    public boolean contested() {
        return contestant != null;
    }

    /** Returns whether a newer record stands in the place of ours. */
    public boolean refused() {
        return refused;
    }

    /** Ends it, because what its message asks for was done after the message was sent. What stands on record stays. */
    void endsAsRepeat() {
        repeat = true;
        end(Outcome.DONE_BEFORE);
    }

    /** Returns whether its message has asked for what was done already. */
    boolean isRepeat() {
        return repeat;
    }

    /** Returns the last other worker's record; null where there is none. */
    StandingRecord contestant() {
        return contestant;
    }

    /** Notes that an upload that another attempt left is ended. */
    void endsUpload(String id) {
        endedUpload = id;
    }

    /** Returns the upload of another attempt that is ended; empty for none. */
    String endedUpload() {
        return endedUpload;
    }

    /** Notes that somebody has moved the message back from the dead letters after its object was given up. */
    void redrives() {
        redriven = true;
    }

    boolean isRedriven() {
        return redriven;
    }

    /** Notes that this message has claimed to have the object of its upload copied anew. */
    void claims() {
        claimed = true;
    }

    boolean hasClaimed() {
        return claimed;
    }

    /** Notes that how it ended is on record. */
    public void markRecorded() {
        recorded = true;
    }

    /** Returns whether its end is on record: only then is its message done. */
    public boolean recorded() {
        return recorded;
    }

    /** Notes that the fate of its message is known: on record, or counted as failed. Returns whether that is news. */
    public boolean settle() {
        boolean news = !settled;
        settled = true;
        return news;
    }

    /** Returns whether the fate of its message is known. */
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

    /** Returns whether it ended only because the process is to end. */
    public boolean stopped() {
        return stopped;
    }

    /** Returns the failure that ended it; null where it was none. */
    public Throwable failure() {
        return attempt.outcome.failure();
    }

    /** Returns whether it failed because a store refused it, so that no request of it took effect without an answer. */
    public boolean isRefusedByStore() {
        return failure() instanceof StoreException && !Failures.isPassing(failure());
    }

    /** Returns how it ended; {@link JobStatus#DONE} unless something else was said. */
    public JobStatus status() {
        return attempt.outcome.status();
    }

    /** Returns the reason in one line without secrets; for a copied object what the destination can't keep; empty where all is well. */
    public String error() {
        return status() == JobStatus.DONE && !attempt.leftOut.isEmpty()
                ? Failures.leftOut(attempt.leftOut)
                : attempt.outcome.reason();
    }

    /** Returns whether this is the last try of its message; null where no message comes back. */
    public Boolean lastTry() {
        return lastTry;
    }

    /** Returns whether its queue brings the message again. */
    public boolean mayComeBack() {
        return Boolean.FALSE.equals(lastTry);
    }

    /** Returns the message, or what has taken its place. */
    public Message message() {
        return message;
    }

    /** Returns the object's key at the destination. */
    public String destinationKey() {
        return destinationKey;
    }

    /** Returns when the work began. */
    public Instant started() {
        return started;
    }

    /** Returns the number of attempts of this process. */
    public int attempts() {
        return attempts;
    }

    /** Returns the number of tries of all workers. */
    public int tries() {
        return triesBefore + attempts;
    }

    /** Returns the source object as its GET or HEAD showed it; null before that. */
    public ObjectInfo source() {
        return attempt.source;
    }

    /** Returns the ETag of the object at the destination; empty before it is there. */
    public String destinationEtag() {
        return attempt.destinationEtag;
    }

    /** Returns the ID of the upload; empty where there is none. */
    public String uploadId() {
        return attempt.uploadId;
    }

    /** Returns how many of its parts the destination has, as far as is known here. */
    public int partsDone() {
        PartsInFlight parts = attempt.parts;
        return parts == null ? 0 : parts.done();
    }

    /** Returns how many parts the object is cut into; 0 where it is moved whole. */
    public int partCount() {
        PartsInFlight parts = attempt.parts;
        return parts == null ? 0 : parts.plan().parts();
    }

    /** Returns the status record of this transfer, which ended at this time. */
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
