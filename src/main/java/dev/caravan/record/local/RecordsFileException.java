package dev.caravan.record.local;

/**
 * Signals a file of local records that can't be opened or written; no retry helps. The message has the file and the
 * reason.
 */
public final class RecordsFileException extends RuntimeException {

    RecordsFileException(String message, Throwable cause) {
        super(message, cause);
    }
}
