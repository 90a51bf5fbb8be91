package dev.caravan.store;

/**
 * A request to a store failed. The class says what the failure means and so what can be done about it; {@link #code()} and
 * {@link #status()} are the store's own words. Messages hold no secret and are safe to log: keys and the store's text in
 * them are escaped.
 */
public abstract sealed class StoreException extends RuntimeException
        permits GoneException,
                UploadGoneException,
                ChangedException,
                ThrottledException,
                TransientException,
                DeniedException,
                ArchivedException,
                OccupiedException,
                InvalidException {

    private final int status;
    private final String code;

    /**
     * @param message what was tried and what the store said, in one line
     * @param status the HTTP status; 0 when there was no answer
     * @param code the store's own error code, for example {@code SlowDown}; empty when there was none
     */
    StoreException(String message, int status, String code, Throwable cause) {
        super(message, cause);
        this.status = status;
        this.code = code;
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }
}
