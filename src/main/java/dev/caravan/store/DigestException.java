package dev.caravan.store;

/** The bytes that arrived aren't those that were announced: one of the two is wrong, and another read tells which. */
public final class DigestException extends TransientException {

    private final String sent;

    /**
     * @param sent the MD5 of what was read and sent, in hexadecimal; empty where it wasn't computed
     */
    public DigestException(String message, int status, String code, String sent) {
        super(message, status, code, null);
        this.sent = sent;
    }

    /** The MD5 of what was read and sent, in hexadecimal; empty where it wasn't computed. */
    public String sent() {
        return sent;
    }
}
