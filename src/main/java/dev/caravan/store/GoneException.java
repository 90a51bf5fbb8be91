package dev.caravan.store;

/**
 * The store itself says that it doesn't have the object. Only reads of an object throw it ({@code head}, {@code get}, tags), and
 * only with a proof: the answer has the store's own code for a missing object, or a second request shows that the object is
 * missing. A 404 without that code is a {@link NotFoundException}.
 */
public final class GoneException extends StoreException {

    public GoneException(String message, int status, String code) {
        super(message, status, code, null);
    }
}
