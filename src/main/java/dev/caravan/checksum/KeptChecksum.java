package dev.caravan.checksum;

import dev.caravan.job.Printable;
import dev.caravan.store.ContentChecksum;
import dev.caravan.store.ContentChecksum.Kind;
import dev.caravan.store.ContentMismatchException;
import java.util.List;

/** The source's checksum of a whole content, which received bytes are compared with. */
public final class KeptChecksum {

    private final Kind kind;
    private final String value;

    private KeptChecksum(Kind kind, String value) {
        this.kind = kind;
        this.value = value;
    }

    /** Returns the checksum of a content that is read in one piece; null if it can't be verified. */
    public static KeptChecksum ofWhole(ContentChecksum kept) {
        if (kept == null) {
            return null;
        }
        String value = ContentAlgorithm.of(kept.kind()).canonical(kept.value());
        return value == null ? null : new KeptChecksum(kept.kind(), value);
    }

    /** Returns the checksum of a content that is read in parts, in any order; null if it can't be verified. */
    public static KeptChecksum ofParts(ContentChecksum kept) {
        return kept == null || !isOfParts(kept.kind()) ? null : ofWhole(kept);
    }

    /** Returns whether such a checksum follows from those of parts. */
    public static boolean isOfParts(Kind kind) {
        return alignment(kind) != Long.MAX_VALUE;
    }

    /** Returns the number of bytes that all parts but the last must be multiples of. */
    public static long alignment(Kind kind) {
        return ContentAlgorithm.of(kind).alignment();
    }

    public static RunningSum start(Kind kind) {
        return ContentAlgorithm.of(kind).start();
    }

    public Kind kind() {
        return kind;
    }

    public long alignment() {
        return alignment(kind);
    }

    /**
     * Compares all pieces, in order, with the checksum.
     *
     * @throws ContentMismatchException if they differ
     */
    public void requireOf(List<PartSum> pieces) {
        String read = ContentAlgorithm.of(kind).whole(pieces, value);
        if (!read.equals(value)) {
            throw new ContentMismatchException(
                    "bytes with the " + kind + " " + read + " were read, but the source keeps " + Printable.of(value)
                            + " of the object",
                    false);
        }
    }
}
