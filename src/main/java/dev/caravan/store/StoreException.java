package dev.caravan.store;

/**
 * A failed request to a store. The class says what it means and what can be done; {@link #code()} and {@link #status()}
 * are the store's own. Messages have no secrets and are safe to log: keys and texts of the store are escaped.
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
     * @param message the attempt and the store's error, in one line
     * @param status HTTP status; 0 without an answer
     * @param code the store's error code, for example {@code SlowDown}; empty if none
     * @param cause not kept if it is a failure of a store that this one replaces: routes and records use the innermost
     *     one
     */
    StoreException(String message, int status, String code, Throwable cause) {
        super(message, cause instanceof StoreException replaced ? replaced.getCause() : cause);
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
