package dev.caravan.flow;

import dev.caravan.message.Message;
import dev.caravan.message.ObjectMessage;
import dev.caravan.record.JobStatus;
import dev.caravan.record.StandingRecord;
import dev.caravan.record.StatusRecord;
import dev.caravan.store.Failures;
import dev.caravan.store.ObjectInfo;
import dev.caravan.store.StoreException;
import dev.caravan.transfer.PartsInFlight;
import java.time.Instant;
import java.util.List;
import org.apache.camel.Exchange;

/** One message on its way through the worker: what is to be done, and what has been so far. Lives in its exchange. */
public final class Transfer {

    /**
     * Set by a queue that lets a message come back: whether it won't this time. Where nothing sets it, no message ever comes back,
     * and what fails has failed.
     */
    public static final String LAST_TRY = "CaravanLastTry";

    /** Set by a queue that lets a message come back: how often it has been tried before. */
    public static final String TRIES_BEFORE = "CaravanTriesBefore";

    private static final String PROPERTY = "CaravanTransfer";

    private Message message;
    private Instant started = Instant.now();
    private final int triesBefore;
    private int attempts;
    private boolean changed;
    private String md5;
    private boolean doubtful;
    private boolean unverified;
    private ObjectInfo source;
    private String destinationKey;
    private String destinationEtag = "";
    private String uploadId = "";
    private PartsInFlight parts;
    private long copiedPartSize;
    private boolean changesParts;
    private boolean copyRefused;
    private Throwable interruption;
    private List<String> leftOut = List.of();
    private JobStatus status = JobStatus.DONE;
    private String error = "";
    private Throwable failure;
    private StandingRecord known = StandingRecord.NONE;
    private StandingRecord contestant;
    private boolean refused;
    private boolean recorded;
    private boolean settled;
    private boolean stopped;

    private Transfer(Message message, int triesBefore) {
        this.message = message;
        this.triesBefore = triesBefore;
    }

    static Transfer begin(Exchange exchange, Message message) {
        Transfer transfer = new Transfer(message, exchange.getProperty(TRIES_BEFORE, 0, Integer.class));
        exchange.setProperty(PROPERTY, transfer);
        return transfer;
    }

    /** The transfer of this exchange, or of the exchange that it was split from; null when none has begun. */
    public static Transfer of(Exchange exchange) {
        return exchange.getProperty(PROPERTY, Transfer.class);
    }

    /** It is the work on an object that was begun then, by whomever. */
    void beganAt(Instant start) {
        started = start;
    }

    void beginAttempt() {
        attempts++;
        forget();
    }

    private void forget() {
        unverified = false;
        copiedPartSize = 0;
        changesParts = false;
        leftOut = List.of();
        source = null;
        destinationEtag = "";
        uploadId = "";
        parts = null;
        interruption = null;
        status = JobStatus.DONE;
        error = "";
        failure = null;
        recorded = false;
    }

    /** The message was overtaken: the source holds another object now. */
    void markChanged() {
        changed = true;
    }

    boolean changed() {
        return changed;
    }

    /**
     * The bytes had another MD5 than was expected. Whether the bytes or the expectation was wrong, the next read tells: it
     * must have the MD5 that was computed of this one, or, where none was, its own is computed.
     */
    void doubt(String sent) {
        doubtful = sent.isEmpty();
        md5 = sent.isEmpty() ? md5 : sent;
    }

    /** The MD5 that the content must have; null for the source's ETag, where that is one. */
    String md5() {
        return md5;
    }

    /** Whether the MD5 that is expected has proved wrong once. */
    boolean doubtful() {
        return doubtful;
    }

    /** It was to be held against what its source keeps of it, which is nothing that would do. */
    void markUnverified() {
        unverified = true;
    }

    /** Whether there was nothing that it could be held against, though it was to be. */
    public boolean isUnverified() {
        return unverified;
    }

    void renew(ObjectMessage now) {
        message = now;
        changed = false;
        md5 = null;
        doubtful = false;
    }

    /**
     * The source was looked at once more, after what stands on record was written: from here on this is a transfer of what is
     * there now, begun now, and no older than that record.
     */
    void becomes(Message now, Instant looked) {
        message = now;
        Instant standing = Instant.ofEpochMilli(known.start());
        started = standing.isAfter(looked) ? standing : looked;
        changed = false;
        md5 = null;
        doubtful = false;
        unverified = false;
        source = null;
        destinationEtag = "";
        uploadId = "";
        parts = null;
    }

    /** The destination can't keep all of the object's metadata: it does without what has these names. */
    void leavesOut(List<String> names) {
        leftOut = names;
    }

    /** The names of the metadata that the destination can't keep. */
    public List<String> leftOut() {
        return leftOut;
    }

    void read(ObjectInfo info) {
        source = info;
    }

    void name(String key) {
        destinationKey = key;
    }

    void written(String etag) {
        destinationEtag = etag;
    }

    void uploading(String id, PartsInFlight inFlight) {
        uploadId = id;
        parts = inFlight;
    }

    PartsInFlight parts() {
        return parts;
    }

    /**
     * Says whether a user's steps see the bytes of the parts. No other attempt goes on with such an upload: its steps may be others, and
     * the object would be made of both.
     */
    void changesParts(boolean changed) {
        changesParts = changed;
    }

    /** Returns the ETag under which an upload of the object is found again; empty where nobody is to go on with it. */
    String resumableEtag() {
        return changesParts ? "" : source.etag();
    }

    /** The service copies the object, in parts of this size in bytes, 5 MiB to 5 GiB. */
    void copiedInPartsOf(long bytes) {
        copiedPartSize = bytes;
    }

    /** The size of parts that the service copies; 0 where bytes are streamed or the object is moved whole. */
    long copiedPartSize() {
        return copiedPartSize;
    }

    /**
     * The service doesn't copy this object: from now on it is streamed.
     *
     * @return whether that is news; parts are refused side by side
     */
    synchronized boolean refuseCopy() {
        boolean news = !copyRefused;
        copyRefused = true;
        return news;
    }

    synchronized boolean copyRefused() {
        return copyRefused;
    }

    /** The same attempt goes on by streaming, from nothing but the message. */
    void streamInstead() {
        forget();
    }

    /** Keeps why the upload is given up, whatever else fails while it is cleaned up. */
    void interruptedBy(Throwable cause) {
        interruption = cause;
    }

    Throwable interruption() {
        return interruption;
    }

    /** It was not to go on, because the process is to end. */
    void markStopped() {
        stopped = true;
    }

    /** Whether it ended only because the process is to end. */
    public boolean stopped() {
        return stopped;
    }

    /**
     * What stands on record for the key, as far as this worker knows: what it wrote there itself, or found there before it
     * looked at the source. {@link StandingRecord#NONE} at first.
     */
    public StandingRecord known() {
        return known;
    }

    public void knows(StandingRecord standing) {
        known = standing;
    }

    /**
     * Another worker may have touched the destination since this one looked at the source: it doesn't count as done before
     * both were looked at again.
     *
     * @param other what that worker recorded
     * @param stands whether it stands, and ours was refused
     */
    public void contestedBy(StandingRecord other, boolean stands) {
        contestant = other;
        refused = stands;
    }

    /** Source and destination were looked at again, and what had to be done was done. */
    public void forgetContest() {
        contestant = null;
        refused = false;
    }

    public boolean contested() {
        return contestant != null;
    }

    /** Whether a newer record stands in the place of ours. */
    public boolean refused() {
        return refused;
    }

    /** The last other worker's record; null where there is none. */
    StandingRecord contestant() {
        return contestant;
    }

    /** How it ended is on record. */
    public void markRecorded() {
        recorded = true;
    }

    /** Whether its end is on record: only then is its message done. */
    public boolean recorded() {
        return recorded;
    }

    /**
     * Notes that the fate of its message is known: on record, or counted as failed.
     *
     * @return whether that is news
     */
    boolean settle() {
        boolean news = !settled;
        settled = true;
        return news;
    }

    boolean isSettled() {
        return settled;
    }

    public void end(JobStatus how, String why) {
        status = how;
        error = why;
        failure = null;
    }

    /** It ended as it did because of this. */
    void endBy(JobStatus how, Throwable why) {
        end(how, Failures.line(why));
        failure = why;
    }

    /** Because of what it ended as it did; null where it was no failure. */
    public Throwable failure() {
        return failure;
    }

    /** Whether it failed because a store refused it, so that no request of it took effect without an answer. */
    public boolean isRefusedByStore() {
        return failure instanceof StoreException && !Failures.isPassing(failure);
    }

    /** How it ended; {@link JobStatus#DONE} unless something else was said. */
    public JobStatus status() {
        return status;
    }

    /**
     * Why it ended as it did: class and message in one line, no secrets; of what is done, what the destination couldn't keep.
     * Empty where all is well.
     */
    public String error() {
        return status == JobStatus.DONE && !leftOut.isEmpty() ? Failures.leftOut(leftOut) : error;
    }

    public Message message() {
        return message;
    }

    public String destinationKey() {
        return destinationKey;
    }

    public Instant started() {
        return started;
    }

    int attempts() {
        return attempts;
    }

    /** How often it has been tried, by whomever. */
    public int tries() {
        return triesBefore + attempts;
    }

    /** The source object as its GET or HEAD showed it; null before that. */
    public ObjectInfo source() {
        return source;
    }

    public String destinationEtag() {
        return destinationEtag;
    }

    public String uploadId() {
        return uploadId;
    }

    /** The size in bytes of every part but the last; 0 where it is moved whole. */
    public long partSize() {
        return parts == null ? 0 : parts.plan().partSize();
    }

    /** How many of its parts the destination has, as far as is known here. */
    public int partsDone() {
        PartsInFlight known = parts;
        return known == null ? 0 : known.done();
    }

    /** How many parts the object is cut into; 0 where it is moved whole. */
    public int partCount() {
        PartsInFlight known = parts;
        return known == null ? 0 : known.plan().parts();
    }

    /** Returns the status record of this transfer, which ended at this time. */
    public StatusRecord record(Instant end) {
        ObjectMessage object = message instanceof ObjectMessage named ? named : null;
        return new StatusRecord(
                destinationKey(),
                status(),
                source() != null ? source().size() : object != null ? object.size() : 0,
                destinationEtag(),
                source() != null
                        ? status == JobStatus.STARTED ? resumableEtag() : source().etag()
                        : object != null ? object.etag() : "",
                message().sequencer(),
                started(),
                end,
                tries(),
                error(),
                uploadId(),
                partCount(),
                partSize());
    }
}
