package dev.caravan.queue;

import dev.caravan.store.Failures;
import dev.caravan.transfer.History;
import org.apache.camel.Exchange;

/** A received message and its outcome. */
final class Receipt {

    /** The outcome of a received message. The greatest one of its objects counts. */
    enum Outcome {
        /** All of it is recorded: delete it. */
        DONE,
        /** Failed for good, and recorded: move it to the dead letters. */
        FAILED,
        /** Failed for now: return it after a pause. */
        LATER,
        /** Unfinished because the worker ends: return it at once. */
        BACK
    }

    private static final String PROPERTY = "CaravanReceipt";

    final String messageId;
    final String handle;
    final String body;
    final int receives;

    /** When it was received, in nanoseconds of this machine's clock. */
    final long received = System.nanoTime();

    private volatile long renewed = received;
    private int expected = 1;
    private int noted;
    private Outcome worst = Outcome.DONE;
    private String reason = "";
    private String key = "";
    private boolean mayBeOfAll;
    private boolean failedAlone;
    private boolean settled;
    private boolean failureTold;

    /** The versions of the message's key; each waits for the one before; null for none. */
    History history;

    private boolean advanced;

    /** @param receives how often it was received, including this time */
    Receipt(String messageId, String handle, String body, int receives) {
        this.messageId = messageId;
        this.handle = handle;
        this.body = body;
        this.receives = receives;
    }

    void attachTo(Exchange exchange) {
        exchange.setProperty(PROPERTY, this);
    }

    /** Returns the receipt of an exchange or of the one it was split from. */
    static Receipt of(Exchange exchange) {
        return exchange.getProperty(PROPERTY, Receipt.class);
    }

    /** Sets how many outcomes make the message done. */
    synchronized void expect(int outcomes) {
        expected = outcomes;
    }

    /** Returns whether a version failed; later versions are then not copied. */
    synchronized boolean isHistoryBroken() {
        return history != null && worst != Outcome.DONE;
    }

    /** Returns whether a version is done, so that fewer are missing than at the receipt of the message. */
    synchronized boolean hasAdvanced() {
        return history != null && advanced;
    }

    synchronized void note(Outcome outcome, String why) {
        note(outcome, why, "");
    }

    /** Records the outcome of one of the message's objects. */
    synchronized void note(Outcome outcome, String why, String ofKey) {
        noted++;
        advanced |= outcome == Outcome.DONE && worst == Outcome.DONE;
        if (outcome.compareTo(worst) > 0) {
            worst = outcome;
            reason = why;
            key = ofKey;
        }
    }

    /** Records that an object failed for itself, and that a newer record than that of its failure stands. */
    synchronized void failedAlone() {
        failedAlone = true;
    }

    /** Returns whether an object failed for itself, which says nothing about other messages. */
    synchronized boolean hasFailedAlone() {
        return failedAlone;
    }

    /** Records why one of the message's objects failed for good. */
    synchronized void failedBy(Throwable failure) {
        mayBeOfAll |= Failures.mayBeOfAll(failure);
    }

    /** Returns whether an object failed in a way that can affect all objects. */
    synchronized boolean mayBeOfAll() {
        return mayBeOfAll;
    }

    /** Returns whether the failure of its route is news. */
    synchronized boolean tellFailure() {
        boolean news = !failureTold;
        failureTold = true;
        return news;
    }

    /** Returns the message's outcome once; then null. */
    synchronized Outcome settle() {
        if (settled) {
            return null;
        }
        settled = true;
        boolean missing = noted < expected && worst.compareTo(Outcome.LATER) < 0;
        return missing ? Outcome.LATER : worst;
    }

    synchronized String reason() {
        return reason;
    }

    /** Returns the key that {@link #reason} is about; empty if none. */
    synchronized String key() {
        return key;
    }

    /** Returns when its visibility timeout last began, in nanoseconds of this machine's clock. */
    long renewed() {
        return renewed;
    }

    void markRenewed() {
        renewed = System.nanoTime();
    }
}
