package dev.caravan.queue;

import org.apache.camel.Exchange;

/** A received message and its outcome. */
final class Receipt {

    private static final String PROPERTY = "CaravanReceipt";

    private final String messageId;
    private final String handle;
    private final String body;
    private final int receives;
    private final long received = System.nanoTime();
    private volatile long renewed = received;
    private int expected = 1;
    private int noted;
    private Outcome worst = Outcome.DONE;
    private String reason = "";
    private String key = "";
    private boolean settled;

    /**
     *
     * @param handle identifies this receipt of the message
     * @param receives how often it was received, including this time
     */
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

    synchronized void note(Outcome outcome, String why) {
        note(outcome, why, "");
    }

    /** Records the outcome of one of the message's objects. */
    synchronized void note(Outcome outcome, String why, String ofKey) {
        noted++;
        if (outcome.compareTo(worst) > 0) {
            worst = outcome;
            reason = why;
            key = ofKey;
        }
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

    String messageId() {
        return messageId;
    }

    String handle() {
        return handle;
    }

    String body() {
        return body;
    }

    /** Returns when it was received, in nanoseconds of this machine's clock. */
    long received() {
        return received;
    }

    int receives() {
        return receives;
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
