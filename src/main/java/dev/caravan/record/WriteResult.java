package dev.caravan.record;

/**
 * What became of a conditional write.
 *
 * @param kind whether it was written
 * @param other what stood there before, or, where the write was refused, what stands there;
 *     {@link StandingRecord#NONE} for nothing
 * @param left what stands there now
 */
public record WriteResult(Kind kind, StandingRecord other, StandingRecord left) {

    /** Whether a record was written, and whether that is the end of it. */
    public enum Kind {
        /** Written, and nobody else was at work on the key since we began. */
        WRITTEN,
        /** Written, but another worker may have touched the destination after we did: look again. */
        CONTESTED,
        /** Not written, because what stands there is newer. Our work may still have come after it: look again. */
        REFUSED
    }
}
