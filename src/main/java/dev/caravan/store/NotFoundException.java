package dev.caravan.store;

/**
 * Signals a 404 that doesn't prove to be the store's: a proxy or gateway answers unknown addresses the same way. It
 * says nothing about the object; a retry may help.
 */
public final class NotFoundException extends TransientException {

    public NotFoundException(String message, int status, String code) {
        super(message, status, code);
    }
}
