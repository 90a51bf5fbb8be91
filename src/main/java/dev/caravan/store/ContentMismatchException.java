package dev.caravan.store;

/**
 * Signals content that differs from the source's checksum: either bytes were damaged in transfer, which another read
 * solves, or the stored content is damaged.
 */
public final class ContentMismatchException extends TransientException {

    private final boolean lasting;

    /**
     * @param message with the computed and the source's checksum
     * @param lasting whether all allowed reads were made
     */
    public ContentMismatchException(String message, boolean lasting) {
        super(message, 0, "ContentMismatch");
        this.lasting = lasting;
    }

    public boolean isLasting() {
        return lasting;
    }
}
