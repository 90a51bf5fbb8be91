package dev.caravan.local;

import java.security.MessageDigest;
import java.util.Collection;
import java.util.concurrent.ThreadLocalRandom;

/** Computes the ETags of S3. They are kept without quotes. */
final class Etags {
    /**
     * The largest generated content that is hashed, in bytes. Larger content gets the ETag of an upload in parts,
     * because hashing GiBs takes too long.
     */
    private static final long HASHED = 64L << 20;

    private Etags() {}

    static String of(Content content, boolean kms) {
        if (kms) {
            return random();
        }
        if (content instanceof SyntheticContent synthetic && content.length() > HASHED) {
            long parts = (content.length() + HASHED - 1) / HASHED;
            return Digests.sha256Hex(synthetic.seed() + "/" + content.length()).substring(0, 32) + "-" + parts;
        }
        return Digests.hex(content.md5());
    }

    /** Returns an ETag that looks like an MD5 and is not one, as with KMS. */
    static String random() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return hex(random.nextLong()) + hex(random.nextLong());
    }

    private static String hex(long value) {
        String digits = Long.toHexString(value);
        return "0".repeat(16 - digits.length()) + digits;
    }

    static String ofParts(Collection<Part> parts) {
        MessageDigest md5 = Digests.md5();
        parts.forEach(part -> md5.update(Digests.unhex(part.etag())));
        return Digests.hex(md5.digest()) + "-" + parts.size();
    }

    static String quoted(String etag) {
        return '"' + etag + '"';
    }

    static String unquoted(String etag) {
        String text = etag.strip();
        return text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"")
                ? text.substring(1, text.length() - 1)
                : text;
    }
}
