package dev.caravan.local;

import java.io.OutputStream;

/** Adds all bytes that are written to a checksum. */
final class ChecksumOutput extends OutputStream {
    private final RunningChecksum checksum;

    ChecksumOutput(RunningChecksum checksum) {
        this.checksum = checksum;
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        checksum.update(bytes, offset, length);
    }
}
