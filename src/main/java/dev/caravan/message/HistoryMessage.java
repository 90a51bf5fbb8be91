package dev.caravan.message;

/**
 * The versions and delete markers of a key that the destination doesn't have are to be copied, in their order.
 *
 * @param key the source's key
 * @param size of the versions that a comparison found missing, in bytes; 0 where none did
 * @param tries how often the message in whose place this one was sent had been tried
 */
public record HistoryMessage(String key, long size, int tries) implements Message {

    /** A key that an event or somebody's message names. */
    HistoryMessage(String key) {
        this(key, 0, 0);
    }

    /** Returns the message that takes the place of this one, which was tried so often. */
    public HistoryMessage triedBefore(int times) {
        return new HistoryMessage(key, size, times);
    }

    /** None: the order of the versions is that of the source's listing. */
    @Override
    public String sequencer() {
        return "";
    }
}
