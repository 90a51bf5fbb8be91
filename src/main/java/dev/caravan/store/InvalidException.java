package dev.caravan.store;

import dev.caravan.job.KeyLength;

/** The request can't succeed as it stands: no such bucket, wrong region, a key too long (other 4xx). */
public final class InvalidException extends StoreException {

    public InvalidException(String message, int status, String code, Throwable cause) {
        super(message, status, code, cause);
    }

    /** A mistake that is found before anything is asked of a store. */
    public InvalidException(String message, String code) {
        this(message, 0, code, null);
    }

    /**
     * A key that no request can name, which stores call {@code KeyTooLongError}.
     *
     * @param whose {@code source} or {@code destination}
     * @param key the key, or so much of it as is known
     */
    public static InvalidException keyTooLong(String whose, String key) {
        return new InvalidException(
                "the key at the " + whose + " has at least " + KeyLength.bytes(key)
                        + " bytes, but a key can't have more than " + KeyLength.MOST_BYTES,
                "KeyTooLongError");
    }
}
