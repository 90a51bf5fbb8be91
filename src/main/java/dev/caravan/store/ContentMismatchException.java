package dev.caravan.store;

/**
 * What was read isn't what the source says that it keeps: bytes were damaged on their way, and another reading mends it, or
 * what the source keeps is damaged, and none does.
 */
public final class ContentMismatchException extends TransientException {

    private final boolean lasting;

    /**
     * @param message with the checksum that was computed and the one that the source keeps
     * @param lasting whether it was read as often as it may be, so that nobody tries again
     */
    public ContentMismatchException(String message, boolean lasting) {
        super(message, 0, "ContentMismatch", null);
        this.lasting = lasting;
    }

    /** Whether it was read as often as it may be. */
    public boolean isLasting() {
        return lasting;
    }
}
