package dev.caravan.local;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.Checksum;

/** A checksum in progress, behind one interface for the two of the JDK. */
interface RunningChecksum {
    void update(byte[] bytes, int offset, int length);

    /** Returns the value as S3 writes it: big-endian, Base64. */
    String value();

    static RunningChecksum of(Checksum checksum, int width) {
        return new RunningChecksum() {
            @Override
            public void update(byte[] bytes, int offset, int length) {
                checksum.update(bytes, offset, length);
            }

            @Override
            public String value() {
                return encode(checksum.getValue(), width);
            }
        };
    }

    static RunningChecksum of(MessageDigest digest) {
        return new RunningChecksum() {
            @Override
            public void update(byte[] bytes, int offset, int length) {
                digest.update(bytes, offset, length);
            }

            @Override
            public String value() {
                return Base64.getEncoder().encodeToString(digest.digest());
            }
        };
    }

    static String encode(long crc, int width) {
        byte[] all = ByteBuffer.allocate(Long.BYTES).putLong(crc).array();
        return Base64.getEncoder().encodeToString(Arrays.copyOfRange(all, Long.BYTES - width, Long.BYTES));
    }
}
