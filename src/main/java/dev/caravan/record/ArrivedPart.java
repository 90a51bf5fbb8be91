package dev.caravan.record;

import dev.caravan.checksum.PartSum;
import dev.caravan.store.ContentChecksum.Kind;
import dev.caravan.store.UploadedPart;

/**
 * A moved part.
 *
 * @param part as the destination holds it
 * @param sum of the bytes read; null if not computed
 */
public record ArrivedPart(UploadedPart part, PartSum sum) {

    /** Returns whether it has the wanted sum; always true if none is wanted. */
    public boolean hasSum(Kind kind) {
        return kind == null || (sum != null && sum.kind() == kind && sum.length() == part.length());
    }

    /** Requires the sum of a part that was just moved; a missing one is a fault of the routes. */
    public void requireSum(Kind kind) {
        if (!hasSum(kind)) {
            throw new IllegalStateException("part " + part.partNumber()
                    + " was moved without a check of its bytes: the routes lack the step transfer:check");
        }
    }
}
