package dev.caravan.store;

/** The object isn't the one that was asked for any more (412). Look again and start anew. */
public final class ChangedException extends StoreException {

    public ChangedException(String message, int status, String code, Throwable cause) {
        super(message, status, code, cause);
    }

    /** A change that shows without a refusal of a store. */
    public ChangedException(String message) {
        this(message, 0, "", null);
    }
}
