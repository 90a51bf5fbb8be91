package dev.caravan.checksum;

/**
 * The CRC of two pieces one behind the other, from the CRC of each: the first times x to the power of the second's bits, modulo
 * the polynomial, plus the second. Polynomials are reflected: the highest bit of the width is 1, the next x, and so on. The
 * ones that a CRC begins with and is inverted by cancel out.
 */
final class CrcCombination {

    private final long polynomial;
    private final long one;

    /**
     * @param polynomial reflected, without its highest term
     * @param width in bits, 32 or 64
     */
    CrcCombination(long polynomial, int width) {
        this.polynomial = polynomial;
        this.one = 1L << (width - 1);
    }

    /**
     * @param secondLength in bytes
     */
    long combine(long first, long second, long secondLength) {
        return times(powerOfBytes(secondLength), first) ^ second;
    }

    /** x to the power of so many bytes' bits. */
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
