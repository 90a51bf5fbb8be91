package dev.caravan.checksum;

/**
 * Computes the CRC of two adjacent pieces from their CRCs: the first times x to the power of the second's bits, modulo
 * the polynomial, plus the second. Polynomials are reflected: the highest bit is 1, the next x, and so on. Start and
 * inversion values cancel out.
 */
final class CrcCombination {

    private final long polynomial;
    private final long one;

    /** Takes a reflected polynomial without its highest term; the width is 32 or 64 bits. */
    CrcCombination(long polynomial, int width) {
        this.polynomial = polynomial;
        this.one = 1L << (width - 1);
    }

    long combine(long first, long second, long secondLength) {
        return times(powerOfBytes(secondLength), first) ^ second;
    }

    /** Returns x to the power of 8 times {@code bytes}. */
    private long powerOfBytes(long bytes) {
        long power = one;
        long square = one >>> 8;
        for (long left = bytes; left != 0; left >>>= 1) {
            if ((left & 1) != 0) {
                power = times(square, power);
            }
            square = times(square, square);
        }
        return power;
    }

    private long times(long a, long b) {
        long product = 0;
        long shifted = b;
        for (long term = one; term != 0; term >>>= 1) {
            if ((a & term) != 0) {
                product ^= shifted;
            }
            shifted = (shifted >>> 1) ^ (-(shifted & 1) & polynomial);
        }
        return product;
    }
}
