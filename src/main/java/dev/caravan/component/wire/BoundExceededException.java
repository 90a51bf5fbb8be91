package dev.caravan.component.wire;

import java.net.SocketTimeoutException;

/**
 * An answer or a request takes longer, or more bytes, than it may. Trying again may help. TLS hands on a timeout as it is, and
 * so this one.
 */
final class BoundExceededException extends SocketTimeoutException {

    /** @param message says what was too slow or too long, and names the bound */
    BoundExceededException(String message) {
        super(message);
    }

    /** The exception of this kind among the causes; null where there is none. TLS and the pool wrap it. */
    static BoundExceededException among(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BoundExceededException slow) {
                return slow;
            }
        }
        return null;
    }
}
