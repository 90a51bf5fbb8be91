package dev.caravan.local;

/**
 * Computes the CRC of two pieces in a row from the CRC of each, by zlib's method, for any reflected CRC up to 64 bits.
 */
final class CrcCombine {
    private CrcCombine() {}

    static long combine(long polynomial, int width, long first, long second, long secondLength) {
        long[] operator = new long[width];
        operator[0] = polynomial;
        for (int i = 1; i < width; i++) {
            operator[i] = 1L << (i - 1);
        }
        // The operator appends one zero bit. Three squarings make it append one zero byte.
        for (int i = 0; i < 3; i++) {
            operator = square(operator);
        }
        long crc = first;
        for (long length = secondLength; length != 0; length >>>= 1) {
            if ((length & 1) != 0) {
                crc = times(operator, crc);
            }
            operator = square(operator);
        }
        return crc ^ second;
    }

    private static long times(long[] matrix, long vector) {
        long sum = 0;
        for (int i = 0; i < matrix.length; i++) {
            if (((vector >>> i) & 1) != 0) {
                sum ^= matrix[i];
            }
        }
        return sum;
    }

    private static long[] square(long[] matrix) {
        long[] result = new long[matrix.length];
        for (int i = 0; i < matrix.length; i++) {
            result[i] = times(matrix, matrix[i]);
        }
        return result;
    }
}
