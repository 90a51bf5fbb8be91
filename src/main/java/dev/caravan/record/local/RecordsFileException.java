package dev.caravan.record.local;

/** The file of the local records can't be opened or written, and no retry helps. The message names the file and the reason. */
public final class RecordsFileException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RecordsFileException(String message, Throwable cause) {
        super(message, cause);
    }
}
