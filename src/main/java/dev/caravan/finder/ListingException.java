package dev.caravan.finder;

/** A listing could not be read to its end. Nothing may be concluded from what it did not show. */
public class ListingException extends RuntimeException {

    /** @param message one line for people, keys in it escaped */
    ListingException(String message, Throwable cause) {
        super(message, cause);
    }
}
