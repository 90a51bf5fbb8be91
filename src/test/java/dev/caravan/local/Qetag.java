package dev.caravan.local;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.util.Base64;

/**
 * Kodo's hash of content, in URL-safe Base64. Up to 4 MiB it is 0x16 and the SHA-1 of the content. For larger content
 * it is 0x96 and the SHA-1 of the SHA-1s of all 4 MiB blocks.
 */
final class Qetag extends OutputStream {
    private static final int BLOCK = 4 << 20;
    /**
     * The largest generated content that is hashed, in bytes. Larger content gets the ETag of an upload in parts,
     * because hashing GiBs takes too long.
     */
    private static final long HASHED = 64L << 20;

    private final MessageDigest block = Digests.digest("SHA-1");
    private final MessageDigest all = Digests.digest("SHA-1");
    private long blocks;
    private int inBlock;

    private Qetag() {}

    static String of(Content content) {
        if (content.length() > HASHED) {
            byte[] made = new byte[21];
            made[0] = (byte) 0x9e;
            String seed = content instanceof SyntheticContent synthetic ? synthetic.seed() + "/" : "";
            byte[] digest = Digests.unhex(Digests.sha256Hex(seed + content.length()));
            System.arraycopy(digest, 0, made, 1, 20);
            return Base64.getUrlEncoder().encodeToString(made);
        }
        Qetag hash = new Qetag();
        try {
            content.writeTo(hash, 0, content.length());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return hash.value();
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        for (int done = 0; done < length; ) {
            if (inBlock == BLOCK) {
                endBlock();
            }
            int n = Math.min(length - done, BLOCK - inBlock);
            block.update(bytes, offset + done, n);
            inBlock += n;
            done += n;
        }
    }

    private void endBlock() {
        all.update(block.digest());
        blocks++;
        inBlock = 0;
    }

    private String value() {
        byte[] digest;
        byte kind = 0x16;
        if (blocks == 0) {
            digest = block.digest();
        } else {
            endBlock();
            digest = all.digest();
            kind = (byte) 0x96;
        }
        byte[] value = new byte[21];
        value[0] = kind;
        System.arraycopy(digest, 0, value, 1, 20);
        return Base64.getUrlEncoder().encodeToString(value);
    }
}
