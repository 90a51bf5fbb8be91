package dev.caravan.store;

/**
 * Signals that the store proves an object missing. Only reads of an object ({@code head}, {@code get}, tags) throw it:
 * the answer has the store's own code, or a second request shows it. A 404 without the code is a
 * {@link NotFoundException}.
 */
public final class GoneException extends StoreException {

    public GoneException(String message, int status, String code) {
        super(message, status, code, null);
    }
}
