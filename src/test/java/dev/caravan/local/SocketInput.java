package dev.caravan.local;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * The input of a connection, with one buffer. It parses the head of a request in the buffer and copies the body out.
 */
final class SocketInput extends InputStream {
    private final InputStream in;
    private final byte[] buffer = new byte[64 * 1024];
    private int position;
    private int limit;
    private long received;

    SocketInput(InputStream in) {
        this.in = in;
    }

    /** Returns the head of the next request without its last empty line, or null at the end of the connection. */
    String readHead() throws IOException {
        int scanned = position;
        while (true) {
            int end = findEnd(scanned);
            if (end >= 0) {
                String head = new String(buffer, position, end - position, StandardCharsets.UTF_8);
                position = end + 4;
                return head;
            }
            scanned = Math.max(position, limit - 3);
            if (limit == buffer.length) {
                if (position == 0) {
                    throw new IOException("the request's head does not fit in " + buffer.length + " bytes");
                }
                System.arraycopy(buffer, position, buffer, 0, limit - position);
                scanned -= position;
                limit -= position;
                position = 0;
            }
            int n = in.read(buffer, limit, buffer.length - limit);
            if (n < 0) {
                return null;
            }
            limit += n;
            received += n;
        }
    }

    private int findEnd(int from) {
        for (int i = from; i + 3 < limit; i++) {
            if (buffer[i] == '\r' && buffer[i + 1] == '\n' && buffer[i + 2] == '\r' && buffer[i + 3] == '\n') {
                return i;
            }
        }
        return -1;
    }

    @Override
    public int read() throws IOException {
        if (position == limit && !fill()) {
            return -1;
        }
        return buffer[position++] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (position == limit) {
            if (length >= buffer.length) {
                int n = in.read(target, offset, length);
                received += Math.max(n, 0);
                return n;
            }
            if (!fill()) {
                return -1;
            }
        }
        int n = Math.min(length, limit - position);
        System.arraycopy(buffer, position, target, offset, n);
        position += n;
        return n;
    }

    private boolean fill() throws IOException {
        position = 0;
        limit = Math.max(in.read(buffer, 0, buffer.length), 0);
        received += limit;
        return limit > 0;
    }

    /** Returns the number of bytes received so far. */
    long received() {
        return received;
    }
}
