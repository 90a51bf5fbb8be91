package dev.caravan.component.wire;

import dev.caravan.store.BlockStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * The body of a listing on its way to the XML reader, bounded as a page and in each text. It records how the stream
 * ended, which the XML reader's exceptions don't show. The XML reader holds each text in memory, so only the beginning
 * of a long text is passed on: a key of megabytes costs no more than a long one.
 */
final class ListingStream extends BlockStream {

    // A page of 1,000 of the longest keys, every byte percent-encoded, has some 4 MB.
    private static final long LONGEST_PAGE = 32 * 1024 * 1024;

    // Some 2,000 bytes of a key even where each is written as "&#37;41".
    private static final int LONGEST_TEXT = 16 * 1024;

    private final String what;
    private final InputStream in;
    private IOException failure;
    private boolean ended;
    private long total;
    private int text;
    private boolean skipping;

    ListingStream(String what, InputStream in) {
        this.what = what;
        this.in = in;
    }

    /** Returns the failure of reading; null if none. */
    IOException failure() {
        return failure;
    }

    boolean ended() {
        return ended;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        int kept = 0;
        while (kept == 0) {
            int n = readSome(buffer, offset, length);
            if (n < 0) {
                return n;
            }
            kept = skipping ? skip(buffer, offset, n) : keep(buffer, offset, n);
        }
        return kept;
    }

    private int readSome(byte[] buffer, int offset, int length) throws IOException {
        try {
            int n = in.read(buffer, offset, length);
            ended |= n < 0;
            total += Math.max(0, n);
            if (total > LONGEST_PAGE) {
                throw StoreErrors.nonsense(what, "the page doesn't end after 32 MiB");
            }
            return n;
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    /** Returns how many of the bytes belong to texts within the limit. */
    private int keep(byte[] buffer, int offset, int n) {
        for (int i = offset + n - 1; i >= offset; i--) {
            if (buffer[i] == '<') {
                text = offset + n - i;
                return n;
            }
        }
        text += n;
        if (text <= LONGEST_TEXT) {
            return n;
        }
        skipping = true;
        return cut(buffer, offset, n);
    }

    /** Skips the rest of the text; returns how many following bytes it moved to the beginning. */
    private int skip(byte[] buffer, int offset, int n) {
        for (int i = offset; i < offset + n; i++) {
            if (buffer[i] == '<') {
                int rest = offset + n - i;
                System.arraycopy(buffer, i, buffer, offset, rest);
                skipping = false;
                text = 0;
                return keep(buffer, offset, rest);
            }
        }
        return 0;
    }

    /** Returns where the text can be cut outside a character and outside a reference such as an ampersand's. */
    private static int cut(byte[] buffer, int offset, int n) {
        for (int i = 0; i < n; i++) {
            if (buffer[offset + i] == ';') {
                // A reference that began earlier ends here.
                return i + 1;
            }
            if (buffer[offset + i] == '&') {
                break;
            }
        }
        int i = 0;
        while (i < n && (buffer[offset + i] & 0xC0) == 0x80) {
            i++;
        }
        return i;
    }

    @Override
    public void close() {
        // The answer decides what becomes of the connection.
    }
}
