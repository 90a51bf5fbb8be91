package dev.caravan.finder.inventory;

import java.nio.ByteBuffer;

/** Decodes small numbers in Parquet's hybrid of run lengths and packed bits. */
final class HybridDecoder {

    private final ByteBuffer in;
    private final int width;
    private int left;
    private boolean packed;
    private int repeated;
    private long bits;
    private int held;

    /** @param width bits of a number, 0 to 32 */
    HybridDecoder(ByteBuffer in, int width) {
        if (width < 0 || width > 32) {
            throw new IllegalArgumentException("a width of the file is out of range");
        }
        this.in = in;
        this.width = width;
    }

    int next() {
        if (width == 0) {
            return 0;
        }
        while (left == 0) {
            begin();
        }
        left--;
        if (!packed) {
            return repeated;
        }
        while (held < width) {
            // The last group may be cut off behind its last number.
            bits |= (in.hasRemaining() ? in.get() & 0xFFL : 0) << held;
            held += 8;
        }
        int number = (int) (bits & ((1L << width) - 1));
        bits >>>= width;
        held -= width;
        return number;
    }

    private void begin() {
        long head = Thrift.varint(in);
        packed = (head & 1) == 1;
        long count = packed ? (head >>> 1) * 8 : head >>> 1;
        if (count <= 0 || count > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("a run of the file is out of range");
        }
        left = (int) count;
        bits = 0;
        held = 0;
        if (!packed) {
            repeated = Thrift.little(in, (width + 7) / 8);
        }
    }
}
