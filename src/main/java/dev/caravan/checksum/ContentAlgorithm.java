package dev.caravan.checksum;

import dev.caravan.store.ContentChecksum;
import java.util.List;

/** Computes a checksum of a whole content from its pieces. */
interface ContentAlgorithm {

    static ContentAlgorithm of(ContentChecksum.Kind kind) {
        return switch (kind) {
            case CRC64, CRC64NVME, CRC32C, CRC32 -> CrcAlgorithm.valueOf(kind.name());
            case QETAG -> QetagAlgorithm.QETAG;
            case SHA256, SHA1 -> DigestAlgorithm.valueOf(kind.name());
        };
    }

    /**
     * Returns the number of bytes that all pieces but the last must be multiples of; {@link Long#MAX_VALUE} if the
     * content can't be cut.
     */
    long alignment();

    RunningSum start();

    /** Returns whether this is a valid sum of a piece of its length. */
    boolean isOne(PartSum sum);

    /** Returns the source's notation of a checksum; null for an invalid one. */
    String canonical(String kept);

    /** Combines the sums of all pieces, in order, in the notation of {@code kept}. */
    String whole(List<PartSum> pieces, String kept);
}
