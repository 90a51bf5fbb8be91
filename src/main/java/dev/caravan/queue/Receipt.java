package dev.caravan.queue;

import org.apache.camel.Exchange;

/** One message of the queue while it is with this worker, and what is to become of it. */
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
     * @param messageId names the message, whoever receives it
     * @param handle names this receipt of it
     * @param body as it was received
     * @param receives how often it was received, this time included
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

    /** The receipt that an exchange, or the one that it was split from, began with. */
    static Receipt of(Exchange exchange) {
        return exchange.getProperty(PROPERTY, Receipt.class);
    }

    /** So many outcomes are to be noted; with fewer the message isn't done. */
    synchronized void expect(int outcomes) {
        expected = outcomes;
    }

    synchronized void note(Outcome outcome, String why) {
        note(outcome, why, "");
    }

    /** Notes the outcome of one of the message's objects. */
    synchronized void note(Outcome outcome, String why, String ofKey) {
        noted++;
        if (outcome.compareTo(worst) > 0) {
            worst = outcome;
            reason = why;
            key = ofKey;
        }
    }

    /** What becomes of the message, asked once; null when it was asked before. */
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

    /** When it was received, in nanoseconds of this machine's clock. */
    long received() {
        return received;
    }

    int receives() {
        return receives;
    }

    synchronized String reason() {
        return reason;
    }

    /** The key that {@link #reason} is about; empty where there is none. */
    synchronized String key() {
        return key;
    }

    /** When its visibility timeout began anew, in nanoseconds of this machine's clock. */
    long renewed() {
        return renewed;
    }

    void markRenewed() {
        renewed = System.nanoTime();
    }
}
