package dev.caravan.transfer;

import dev.caravan.message.HistoryMessage;
import dev.caravan.message.Message;
import dev.caravan.store.TransientException;
import java.util.List;

/** The versions of a key that this worker copies, as long as the key's lease is its own. */
public final class History {

    private final HistoryMessage message;

    /** The destination's key. */
    final String key;

    /** This history's name as the holder of the lease. */
    final String owner;

    /** Whether no version is missing, and the key's record is a failure. */
    boolean needless;

    private List<Message> missing = List.of();
    private volatile long usableUntil;
    private volatile boolean leased;
    private volatile boolean unanswered;

    History(HistoryMessage message, String key, String owner) {
        this.message = message;
        this.key = key;
        this.owner = owner;
    }

    /** Returns the message for the versions that are still missing. */
    public HistoryMessage rest() {
        return message.triedBefore(0);
    }

    /** Returns the missing versions in their order. */
    public List<Message> missing() {
        return missing;
    }

    void copies(List<Message> versions) {
        missing = versions;
    }

    /** Records that the lease is valid until this time of {@link System#nanoTime()}. */
    void lease(long until) {
        usableUntil = until;
        leased = true;
    }

    /** Records that another worker has the lease. */
    void lose() {
        leased = false;
    }

    boolean isLeased() {
        return leased;
    }

    /** Returns whether another worker may process the key by now. */
    public boolean isLost() {
        return !leased || System.nanoTime() - usableUntil > 0;
    }

    /** Records that a request had no answer, so it can still create a version. */
    public void leavesRequest() {
        unanswered = true;
    }

    boolean mayGrow() {
        return unanswered;
    }

    static TransientException lost() {
        return new TransientException(
                "another worker may copy the versions of this key by now: this one couldn't renew its lease in time");
    }
}
