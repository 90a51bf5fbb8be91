package dev.caravan.component.wire;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;

/** An answer whose body may still be on the wire. It owns its connection until it is finished or abandoned. */
public final class Answer {

    private static final int LONGEST_REST = 64 * 1024;
    private static final int REFUSAL_SECONDS = 20;

    private final ConnectionPool pool;
    private final StoreConnection connection;
    private final ClassicHttpResponse response;
    private final boolean reusable;
    private final AtomicBoolean released = new AtomicBoolean();

    Answer(ConnectionPool pool, StoreConnection connection, ClassicHttpResponse response, boolean reusable) {
        this.pool = pool;
        this.connection = connection;
        this.response = response;
        this.reusable = reusable;
    }

    public int status() {
        return response.getCode();
    }

    /** Returns the value of a header; empty if absent. */
    public String header(String name) {
        Header header = response.getFirstHeader(name);
        return header == null || header.getValue() == null ? "" : header.getValue();
    }

    /** Returns the number in a header or element; negative for any other text. */
    public static long number(String text) {
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    public Header[] headers() {
        return response.getHeaders();
    }

    /**
     * Returns the body as it arrives. Don't close it (closing reads to the end): finish or abandon the answer instead.
     */
    public InputStream body() throws IOException {
        return response.getEntity() == null
                ? InputStream.nullInputStream()
                : response.getEntity().getContent();
    }

    /** Limits the whole body to this many seconds, at any rate: a store sends white space during a long operation. */
    public void allow(int seconds) throws IOException {
        connection.socket().enter(Patience.within(seconds * 1000, "the answer did not end"));
    }

    /** Reads a short body to its end so that the connection can be used again. */
    public void skipBody() throws IOException {
        InputStream rest = body();
        byte[] buffer = new byte[1024];
        int total = 0;
        int n = rest.read(buffer);
        while (n >= 0 && total < LONGEST_REST) {
            total += n;
            n = rest.read(buffer);
        }
        if (n < 0) {
            finish();
        } else {
            abandon();
        }
    }

    /** Reads up to 64 KiB of an error body and releases the connection; empty if the body can't be read. */
    public byte[] refusal() {
        byte[] words = new byte[0];
        try {
            allow(REFUSAL_SECONDS);
            words = body().readNBytes(LONGEST_REST);
            if (words.length < LONGEST_REST) {
                finish();
            }
        } catch (IOException ignored) {
            // The status has arrived, but the error body hasn't.
        } finally {
            abandon();
        }
        return words;
    }

    /** Gives the connection back after the whole body was read. */
    public void finish() {
        if (!reusable) {
            abandon();
        } else if (released.compareAndSet(false, true)) {
            pool.giveBack(connection);
        }
    }

    public void abandon() {
        if (released.compareAndSet(false, true)) {
            pool.cut(connection);
        }
    }
}
