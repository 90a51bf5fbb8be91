package dev.caravan.store;

import dev.caravan.job.KeyLength;

/** Signals a request that can't succeed: missing bucket, wrong region, a key too long (other 4xx). */
public final class InvalidException extends StoreException {

    /** The code of a missing bucket, whatever the store calls it. */
    public static final String NO_BUCKET = "NoSuchBucket";

    public InvalidException(String message, int status, String code, Throwable cause) {
        super(message, status, code, cause);
    }

    public InvalidException(String message, int status, String code) {
        this(message, status, code, null);
    }

    /** Creates a failure that was found without a request. */
    public InvalidException(String message, String code) {
        this(message, 0, code);
    }

    /**
     * Creates the failure of a key that is too long ({@code KeyTooLongError}).
     *
     * @param whose {@code source} or {@code destination}
     * @param key the key or its known beginning
     */
    public static InvalidException keyTooLong(String whose, String key) {
        return new InvalidException(
                "the key at the " + whose + " has at least " + KeyLength.bytes(key)
                        + " bytes, but a key can't have more than " + KeyLength.MOST_BYTES,
                "KeyTooLongError");
    }
}
