package dev.caravan.message;

/**
 * Copies the missing versions and delete markers of a key in their order.
 *
 * @param key the source's key
 * @param size of the versions that a comparison found missing, in bytes; 0 without a comparison
 * @param tries attempts of the message that this one replaces
 */
public record HistoryMessage(String key, long size, int tries) implements Message {

    /** Creates the message for a key from an event or another message. */
    HistoryMessage(String key) {
        this(key, 0, 0);
    }

    /** Returns the message that replaces this one after a number of attempts. */
    public HistoryMessage triedBefore(int times) {
        return new HistoryMessage(key, size, times);
    }
}
