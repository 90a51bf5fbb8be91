package dev.caravan.store;

/**
 * The answer is 404, but nothing proves that the store gave it: a proxy or gateway in front of the store answers in the same way
 * for an address that it doesn't know. It says nothing about the object. Try again later.
 */
public final class NotFoundException extends TransientException {

    public NotFoundException(String message, int status, String code) {
        super(message, status, code, null);
    }
}
