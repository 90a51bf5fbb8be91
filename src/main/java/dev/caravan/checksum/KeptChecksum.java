package dev.caravan.checksum;

import dev.caravan.job.Printable;
import dev.caravan.store.ContentChecksum;
import dev.caravan.store.ContentChecksum.Kind;
import dev.caravan.store.ContentMismatchException;
import java.util.List;

/** The checksum that a source keeps of a whole content, and that what is read is held against. */
public final class KeptChecksum {

    private final Kind kind;
    private final String value;
    private final ContentAlgorithm algorithm;

    private KeptChecksum(Kind kind, String value, ContentAlgorithm algorithm) {
        this.kind = kind;
        this.value = value;
        this.algorithm = algorithm;
    }

    /**
     * The checksum of a content that is read in one piece.
     *
     * @param kept null where the source keeps none
     * @return null where nothing can be held against it
     */
    public static KeptChecksum ofWhole(ContentChecksum kept) {
        if (kept == null) {
            return null;
        }
        ContentAlgorithm algorithm = ContentAlgorithm.of(kept.kind());
        String value = algorithm.canonical(kept.value());
        return value == null ? null : new KeptChecksum(kept.kind(), value, algorithm);
    }

    /**
     * The checksum of a content that is read in parts, in no order.
     *
     * @param kept null where the source keeps none
     * @return null where nothing can be held against it
     */
    public static KeptChecksum ofParts(ContentChecksum kept) {
        return kept == null || !isOfParts(kept.kind()) ? null : ofWhole(kept);
    }

    /** Whether such a checksum follows from those of parts. */
    public static boolean isOfParts(Kind kind) {
        return ContentAlgorithm.of(kind).alignment() != Long.MAX_VALUE;
    }

    /** Returns the number of bytes that every part but the last must be a multiple of. */
    public static long alignment(Kind kind) {
        return ContentAlgorithm.of(kind).alignment();
    }

    /** The checksum of a piece that is to be read. */
    public static RunningSum start(Kind kind) {
        return ContentAlgorithm.of(kind).start();
    }

    public Kind kind() {
        return kind;
    }

    /** Every part but the last must be a multiple of so many bytes. */
    public long alignment() {
        return algorithm.alignment();
    }

    /**
     * Holds what was read against it.
     *
     * @param pieces in their order, all of the content
     * @throws ContentMismatchException where it isn't that
     */
    public void requireOf(List<PartSum> pieces) {
        String read = algorithm.whole(pieces, value);
        if (!read.equals(value)) {
            throw new ContentMismatchException(
                    "bytes with the " + kind + " " + read + " were read, but the source keeps " + Printable.of(value)
                            + " of the object",
                    false);
        }
    }
}
