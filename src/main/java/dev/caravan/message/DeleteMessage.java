package dev.caravan.message;

/**
 * An object to be deleted at the destination, if the source, asked again, still doesn't have it.
 *
 * @param key the source's key, which the object would have there
 * @param sequencer of the event that told of the removal; empty where a comparison found the object missing
 */
public record DeleteMessage(String key, String sequencer) implements Message {

    /** A key that a comparison found missing. */
    public DeleteMessage(String key) {
        this(key, "");
    }
}
