package dev.caravan.finder.inventory;

import java.nio.ByteBuffer;

/** Decompresses Snappy's raw format. */
final class Snappy {

    private Snappy() {}

    /** Fills {@code out}; throws {@link IllegalArgumentException} or a bounds exception for another length. */
    static void decompress(ByteBuffer in, byte[] out) {
        if (Thrift.varint(in) != out.length) {
            throw new IllegalArgumentException("a page doesn't have its size");
        }
        int at = 0;
        while (in.hasRemaining()) {
            int tag = in.get() & 0xFF;
            int length = tag >>> 2;
            if ((tag & 3) == 0) {
                if (length >= 60) {
                    length = Thrift.little(in, length - 59);
                }
                length++;
                in.get(out, at, length);
                at += length;
                continue;
            }
            int offset;
            if ((tag & 3) == 1) {
                length = (length & 7) + 4;
                offset = ((tag >>> 5) << 8) | (in.get() & 0xFF);
            } else {
                length++;
                offset = Thrift.little(in, (tag & 3) == 2 ? 2 : 4);
            }
            if (offset <= 0 || offset > at || length > out.length - at) {
                throw new IllegalArgumentException("a page is damaged");
            }
            // Byte by byte: the copied bytes can overlap the written ones.
            for (int i = 0; i < length; i++, at++) {
                out[at] = out[at - offset];
            }
        }
        if (at != out.length) {
            throw new IllegalArgumentException("a page doesn't have its size");
        }
    }
}
