package dev.caravan.finder;

/** Signals an incomplete listing. A key that it lacks can still exist. */
public class ListingException extends RuntimeException {

    /** @param message one line with escaped keys */
    ListingException(String message, Throwable cause) {
        super(message, cause);
    }

    ListingException(String message) {
        this(message, null);
    }
}
