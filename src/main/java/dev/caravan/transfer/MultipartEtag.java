package dev.caravan.transfer;

import dev.caravan.checksum.Digests;
import dev.caravan.store.UploadedPart;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** The ETag that Amazon S3 gives an object made of parts: the MD5 of the parts' MD5s, a dash, and their count. */
public final class MultipartEtag {

    private static final int MD5_DIGITS = 32;

    private MultipartEtag() {}

    /** Empty where a part's ETag is no MD5, so that nothing can be said. */
    public static Optional<String> of(List<UploadedPart> parts) {
        MessageDigest md5 = Digests.of("MD5");
        for (UploadedPart part : parts) {
            if (part.etag().length() != MD5_DIGITS) {
                return Optional.empty();
            }
            try {
                md5.update(HexFormat.of().parseHex(part.etag()));
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        }
        return Optional.of(HexFormat.of().formatHex(md5.digest()) + "-" + parts.size());
    }
}
