package dev.caravan.message;

/**
 * An object to be deleted at the destination, if the source, asked again, still doesn't have it.
 *
 * @param key the source's key, which the object would have there
 * @param sequencer of the event that told of the removal; empty where a comparison found the object missing
 * @param marker of a delete marker that is copied: how many in a row the source has up to this one; 0 where an object is deleted
 */
public record DeleteMessage(String key, String sequencer, int marker) implements Message {

    /** An object to be deleted. */
    public DeleteMessage(String key, String sequencer) {
        this(key, sequencer, 0);
    }

    /** A delete marker to be copied. */
    public static DeleteMessage ofMarker(String key, int inARow) {
        return new DeleteMessage(key, "", inARow);
    }

    /** A key that a comparison found missing. */
    public DeleteMessage(String key) {
        this(key, "");
    }
}
