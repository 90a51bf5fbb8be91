package dev.caravan.message;

/**
 * Deletes an object at the destination if the source, asked again, still doesn't have it.
 *
 * @param key the source's key
 * @param sequencer of the removal event; empty if a comparison found the object missing
 * @param marker for a copied delete marker: how many in a row the source has up to this one; 0 to delete an object
 */
public record DeleteMessage(String key, String sequencer, int marker) implements Message {

    /** Deletes an object after an event. */
    public DeleteMessage(String key, String sequencer) {
        this(key, sequencer, 0);
    }

    /** Copies a delete marker. */
    public static DeleteMessage ofMarker(String key, int inARow) {
        return new DeleteMessage(key, "", inARow);
    }

    /** Deletes an object that a comparison found missing. */
    public DeleteMessage(String key) {
        this(key, "");
    }
}
