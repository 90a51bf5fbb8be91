package dev.caravan.checksum;

import dev.caravan.job.Digests;
import dev.caravan.store.ContentChecksum.Kind;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;

/**
 * Qiniu's qetag (github.com/qiniu/qetag): URL-safe base64 of 0x16 and the SHA-1 of a content of at most 4 MiB, else of
 * 0x96 and the SHA-1 of the SHA-1s of its 4 MiB blocks.
 */
final class QetagAlgorithm implements ContentAlgorithm {

    static final QetagAlgorithm QETAG = new QetagAlgorithm();

    static final int BLOCK = 4 << 20;

    private static final int SHA1 = 20;
    private static final byte ONE_BLOCK = 0x16;
    private static final byte BLOCKS = (byte) 0x96;

    private QetagAlgorithm() {}

    @Override
    public long alignment() {
        return BLOCK;
    }

    @Override
    public RunningSum start() {
        return new Running();
    }

    private static final class Running implements RunningSum {
        private final MessageDigest block = Digests.ofContent("SHA-1");
        private final ByteArrayOutputStream ended = new ByteArrayOutputStream(4 * SHA1);
        private long length;

        @Override
        public void update(byte[] piece, int offset, int n) {
            int from = offset;
            int left = n;
            while (left > 0) {
                int some = (int) Math.min(left, BLOCK - length % BLOCK);
                block.update(piece, from, some);
                from += some;
                left -= some;
                length += some;
                if (length % BLOCK == 0) {
                    ended.writeBytes(block.digest());
                }
            }
        }

        @Override
        public PartSum end() {
            if (length % BLOCK != 0 || length == 0) {
                ended.writeBytes(block.digest());
            }
            return PartSum.of(Kind.QETAG, length, ended.toByteArray());
        }
    }

    @Override
    public boolean isOne(PartSum sum) {
        long blocks = Math.max(1, (sum.length() + BLOCK - 1) / BLOCK);
        return blocks * SHA1 <= Integer.MAX_VALUE && Digests.base64(sum.value(), (int) (blocks * SHA1)) != null;
    }

    @Override
    public String canonical(String kept) {
        byte[] value = Digests.decoded(Base64.getUrlDecoder(), kept, 1 + SHA1);
        return value == null || (value[0] != ONE_BLOCK && value[0] != BLOCKS) ? null : text(value);
    }

    @Override
    public String whole(List<PartSum> pieces, String kept) {
        MessageDigest all = Digests.ofContent("SHA-1");
        byte[] last = {};
        long blocks = 0;
        for (PartSum piece : pieces) {
            last = Base64.getDecoder().decode(piece.value());
            all.update(last);
            blocks += last.length / SHA1;
        }
        // An upload in blocks may be of one block only.
        boolean single = blocks == 1 && !kept.startsWith("l");
        return text(ByteBuffer.allocate(1 + SHA1)
                .put(single ? ONE_BLOCK : BLOCKS)
                .put(single ? last : all.digest(), 0, SHA1)
                .array());
    }

    private static String text(byte[] value) {
        return Base64.getUrlEncoder().encodeToString(value);
    }
}
