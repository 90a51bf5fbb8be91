package dev.caravan.component.wire;

import java.net.SocketTimeoutException;

/**
 * Signals a request or answer that takes longer, or more bytes, than allowed; a retry may help. It extends a timeout
 * because TLS passes timeouts on unchanged.
 */
final class BoundExceededException extends SocketTimeoutException {

    BoundExceededException(String message) {
        super(message);
    }

    /** Finds this exception among the causes, since TLS and the pool wrap it; null if absent. */
    static BoundExceededException among(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BoundExceededException slow) {
                return slow;
            }
        }
        return null;
    }
}
