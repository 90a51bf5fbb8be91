package dev.caravan.record;

/**
 * The result of a conditional write.
 *
 * @param other the previous record, or the newer record of a refused write; {@link StandingRecord#NONE} if none
 * @param left the current record
 */
public record WriteResult(Kind kind, StandingRecord other, StandingRecord left) {

    /** The kinds of results. */
    public enum Kind {
        /** Written, without concurrent work on the key. */
        WRITTEN,
        /** Written, but another worker may have changed the destination since: look again. */
        CONTESTED,
        /** Not written because of a newer record. Our work may still have come after it: look again. */
        REFUSED
    }
}
