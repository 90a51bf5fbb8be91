package dev.caravan.store;

/** Signals that the object has changed (412). Look again and start over. */
public final class ChangedException extends StoreException {

    public ChangedException(String message, int status, String code) {
        super(message, status, code, null);
    }

    /** Creates a failure that was found without a refusal. */
    public ChangedException(String message) {
        this(message, 0, "");
    }
}
