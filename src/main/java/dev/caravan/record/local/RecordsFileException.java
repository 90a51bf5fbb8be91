package dev.caravan.record.local;

/** The file of the local records can't be opened or written, and no retry helps. The message names the file and the reason. */
public final class RecordsFileException extends RuntimeException {

    RecordsFileException(String message, Throwable cause) {
        super(message, cause);
    }
}
