package dev.caravan.checksum;

import dev.caravan.store.ContentChecksum;
import java.util.List;

/** A way to compute a checksum of a whole content from its pieces. */
interface ContentAlgorithm {

    static ContentAlgorithm of(ContentChecksum.Kind kind) {
        return switch (kind) {
            case CRC64, CRC64NVME, CRC32C, CRC32 -> CrcAlgorithm.valueOf(kind.name());
            case QETAG -> QetagAlgorithm.QETAG;
            case SHA256, SHA1 -> DigestAlgorithm.valueOf(kind.name());
        };
    }

    /** Every piece but the last is a multiple of so many bytes; {@link Long#MAX_VALUE} where the content can't be cut. */
    long alignment();

    /** The checksum of a piece that is to be read. */
    RunningSum start();

    /** Whether this could be the sum of a piece of its length. */
    boolean isOne(PartSum sum);

    /** Returns the one way in which a source writes a checksum that it keeps; null where the text is no such checksum. */
    String canonical(String kept);

    /**
     * The checksum of the whole content, as the source would write it.
     *
     * @param pieces in their order, all of the content
     * @param kept what the source keeps, whose form is followed where there is more than one
     */
    String whole(List<PartSum> pieces, String kept);
}
