package dev.caravan.record;

import dev.caravan.checksum.PartSum;
import dev.caravan.store.ContentChecksum.Kind;
import dev.caravan.store.UploadedPart;

/**
 * A part that was moved.
 *
 * @param part as the destination holds it
 * @param sum of the bytes that were read for it; null where none was computed
 */
public record ArrivedPart(UploadedPart part, PartSum sum) {

    /** Whether it can be put together with others that have such sums; always where none are wanted. */
    public boolean hasSum(Kind kind) {
        return kind == null || (sum != null && sum.kind() == kind && sum.length() == part.length());
    }

    /** It was moved here and now: that its sum isn't known is a fault of the routes. */
    public void requireSum(Kind kind) {
        if (!hasSum(kind)) {
            throw new IllegalStateException("part " + part.partNumber()
                    + " was moved without a look at its bytes: the routes lack the step transfer:check");
        }
    }
}
