package dev.caravan.transfer;

import dev.caravan.store.ObjectInfo;
import java.time.Instant;
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
    private final Instant started = Instant.now();
    private final int triesBefore;
    private int attempts;
    private boolean changed;
    private String md5;
    private boolean doubtful;
    private ObjectInfo source;
    private String destinationKey;
    private String destinationEtag = "";
    private String uploadId = "";
    private PartsInFlight parts;
    private Throwable interruption;
    private JobStatus status = JobStatus.DONE;
    private String error = "";
    private boolean recorded;
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

    void beginAttempt() {
        attempts++;
        source = null;
        destinationEtag = "";
        uploadId = "";
        parts = null;
        interruption = null;
        status = JobStatus.DONE;
        error = "";
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

    void renew(ObjectMessage now) {
        message = now;
        changed = false;
        md5 = null;
        doubtful = false;
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

    /** How it ended is on record. */
    public void markRecorded() {
        recorded = true;
    }

    /** Whether its end is on record: only then is its message done. */
    public boolean recorded() {
        return recorded;
    }

    void end(JobStatus how, String why) {
        status = how;
        error = why;
    }

    /** How it ended; {@link JobStatus#DONE} unless something else was said. */
    public JobStatus status() {
        return status;
    }

    /** Why it ended as it did: class and message in one line, no secrets; empty where all is well. */
    public String error() {
        return error;
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

    /** How many parts the object is cut into; 0 where it is moved whole. */
    public int partCount() {
        return parts == null ? 0 : parts.plan().parts();
    }
}
