package dev.caravan.finder;

/** Signals an incomplete listing. Nothing follows from the absence of a key. */
public class ListingException extends RuntimeException {

    /** @param message one line with escaped keys */
    ListingException(String message, Throwable cause) {
        super(message, cause);
    }
}
