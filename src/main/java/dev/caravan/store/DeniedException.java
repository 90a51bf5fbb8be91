package dev.caravan.store;

/** The store refuses this to these credentials (401, 403). Trying again won't help. */
public final class DeniedException extends StoreException {

    private static final long serialVersionUID = 1L;

    public DeniedException(String message, int status, String code, Throwable cause) {
        super(message, status, code, cause);
    }
}
