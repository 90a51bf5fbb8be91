package dev.caravan.transfer;

import dev.caravan.job.Digests;
import dev.caravan.store.UploadedPart;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Computes Amazon S3's ETag of a multipart object: the MD5 of the parts' MD5s, a dash, and their number. */
public final class MultipartEtag {

    private static final int MD5_DIGITS = 32;

    private MultipartEtag() {}

    /** Returns empty if a part's ETag isn't an MD5. */
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
