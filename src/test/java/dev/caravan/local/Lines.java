package dev.caravan.local;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads the lines between the chunks of a body. */
final class Lines {
    private static final int LONGEST = 8192;

    private Lines() {}

    /**
     * Returns the next line without its CR LF. The input is buffered, so reading single bytes makes no system calls.
     */
    static String read(InputStream in) throws IOException {
        byte[] line = new byte[128];
        int n = 0;
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("the body ends within a chunk's header");
            }
            if (n == LONGEST) {
                throw S3Error.badRequest("InvalidRequest", "a chunk's header is too long");
            }
            if (n == line.length) {
                line = Arrays.copyOf(line, 2 * n);
            }
            line[n++] = (byte) b;
        }
        int end = n > 0 && line[n - 1] == '\r' ? n - 1 : n;
        return new String(line, 0, end, StandardCharsets.UTF_8);
    }

    static long chunkSize(String line) {
        int semicolon = line.indexOf(';');
        String digits = (semicolon < 0 ? line : line.substring(0, semicolon)).strip();
        try {
            long size = Long.parseLong(digits, 16);
            if (size >= 0) {
                return size;
            }
        } catch (NumberFormatException e) {
            // Continues to the error that all malformed sizes get.
        }
        throw S3Error.badRequest("IncompleteBody", "The request body terminated unexpectedly: chunk size " + digits);
    }
}
