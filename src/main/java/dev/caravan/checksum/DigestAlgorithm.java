package dev.caravan.checksum;

import dev.caravan.job.Digests;
import dev.caravan.store.ContentChecksum.Kind;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;

/** Digests of a whole content, read in order; digests of pieces can't be combined. */
enum DigestAlgorithm implements ContentAlgorithm {
    SHA256("SHA-256", 32),
    SHA1("SHA-1", 20);

    private final Kind kind = Kind.valueOf(name());
    private final String algorithm;
    private final int bytes;

    DigestAlgorithm(String algorithm, int bytes) {
        this.algorithm = algorithm;
        this.bytes = bytes;
    }

    @Override
    public long alignment() {
        return Long.MAX_VALUE;
    }

    @Override
    public RunningSum start() {
        MessageDigest digest = Digests.ofContent(algorithm);
        return new RunningSum() {
            private long length;

            @Override
            public void update(byte[] piece, int offset, int n) {
                digest.update(piece, offset, n);
                length += n;
            }

            @Override
            public PartSum end() {
                return PartSum.of(kind, length, digest.digest());
            }
        };
    }

    @Override
    public boolean isOne(PartSum sum) {
        return Digests.base64(sum.value(), bytes) != null;
    }

    @Override
    public String canonical(String kept) {
        byte[] value = Digests.base64(kept, bytes);
        return value == null ? null : Base64.getEncoder().encodeToString(value);
    }

    @Override
    public String whole(List<PartSum> pieces, String kept) {
        if (pieces.size() != 1) {
            throw new IllegalArgumentException("a digest of " + pieces.size() + " pieces");
        }
        return pieces.get(0).value();
    }
}
