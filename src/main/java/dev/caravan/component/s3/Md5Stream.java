package dev.caravan.component.s3;

import dev.caravan.job.Digests;
import dev.caravan.store.BlockStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.function.Consumer;

/** A content whose MD5 is computed as its bytes pass and is known before the last byte is returned. */
final class Md5Stream extends BlockStream {

    private final InputStream in;
    private final MessageDigest md5 = Digests.ofContent("MD5");
    private final Consumer<String> whole;
    private long left;

    /**
     * @param length in bytes
     * @param whole receives the MD5 in hexadecimal; if it throws, the last byte isn't returned
     */
    Md5Stream(InputStream in, long length, Consumer<String> whole) {
        this.in = in;
        this.left = length;
        this.whole = whole;
    }

    @Override
    public int read(byte[] buffer, int offset, int wanted) throws IOException {
        int n = in.read(buffer, offset, (int) Math.min(wanted, Math.max(1, left)));
        if (n > 0 && left > 0) {
            md5.update(buffer, offset, n);
            left -= n;
            if (left == 0) {
                whole.accept(HexFormat.of().formatHex(md5.digest()));
            }
        }
        return n;
    }
}
