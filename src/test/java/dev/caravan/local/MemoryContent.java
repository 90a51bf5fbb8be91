package dev.caravan.local;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Bytes in segments, so that a large body needs no large array. All segments except the last have the same size. */
final class MemoryContent implements Content {
    static final int SEGMENT = 1 << 20;

    private final List<byte[]> segments;
    private final long length;
    private final byte[] md5;

    MemoryContent(List<byte[]> segments, long length) {
        this(segments, length, null);
    }

    /** @param md5 null if it is not known */
    MemoryContent(List<byte[]> segments, long length, byte[] md5) {
        this.segments = segments;
        this.length = length;
        this.md5 = md5;
    }

    @Override
    public byte[] md5() {
        return md5 == null ? Content.super.md5() : md5.clone();
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public void writeTo(OutputStream out, long offset, long count) throws IOException {
        long segmentSize = segments.size() == 1 ? Long.MAX_VALUE : SEGMENT;
        long position = offset;
        long end = offset + count;
        while (position < end) {
            byte[] segment = segments.get((int) (position / segmentSize));
            int from = (int) (position % segmentSize);
            int n = (int) Math.min(segment.length - from, end - position);
            out.write(segment, from, n);
            position += n;
        }
    }
}
