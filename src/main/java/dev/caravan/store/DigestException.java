package dev.caravan.store;

/** Signals received bytes that differ from the announced digest; another read shows which is wrong. */
public final class DigestException extends TransientException {

    private final String sent;

    /** @param sent hexadecimal MD5 of the sent bytes; empty if not computed */
    public DigestException(String message, int status, String code, String sent) {
        super(message, status, code);
        this.sent = sent;
    }

    /** Returns the hexadecimal MD5 of the sent bytes; empty if not computed. */
    public String sent() {
        return sent;
    }
}
