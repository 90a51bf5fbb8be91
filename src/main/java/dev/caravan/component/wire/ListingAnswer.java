package dev.caravan.component.wire;

import dev.caravan.job.Printable;
import dev.caravan.store.InvalidException;
import dev.caravan.store.ListRequest;
import dev.caravan.store.ObjectPage;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import javax.xml.stream.XMLStreamException;

/** The answer to a request for a listing, which Amazon S3, Aliyun OSS and Tencent COS write alike: one page. */
public final class ListingAnswer {

    // A page of 1,000 of the longest keys, every byte percent-encoded, has some 4 MB.
    private static final long LONGEST_PAGE = 32 * 1024 * 1024;

    private final String what;
    private final ListingReader reader;

    private ListingAnswer(String what, ListingReader reader) {
        this.what = what;
        this.reader = reader;
    }

    /**
     * The answer to ListObjectsV2.
     *
     * @param what was tried, for messages
     */
    public ListingAnswer(String what, ListRequest request) {
        this(what, new ListingReader(what, request));
    }

    /**
     * The answer to the older ListObjects, which goes on behind a key. The next request's continuation is that key.
     *
     * @param what was tried, for messages
     */
    public static ListingAnswer ofMarkers(String what, ListRequest request) {
        return new ListingAnswer(what, ListingReader.ofMarkers(what, request));
    }

    /** Reads the page and lets go of the answer's connection. */
    public ObjectPage read(Answer answer) {
        Tap tap = null;
        try {
            tap = new Tap(what, answer.body());
            ObjectPage page = reader.read(tap);
            answer.skipBody();
            return page;
        } catch (IOException e) {
            throw StoreErrors.io(what, e);
        } catch (XMLStreamException e) {
            if (tap != null && tap.failure != null) {
                throw StoreErrors.io(what, tap.failure);
            }
            if (tap != null && tap.ended) {
                throw StoreErrors.io(what, new IOException("the listing is cut off", e));
            }
            throw new InvalidException(
                    what + ": the listing can't be read: " + Printable.of(e.getMessage()),
                    answer.status(),
                    "BadAnswer",
                    e);
        } finally {
            answer.abandon();
        }
    }

    /** The types of the page's objects, in their order, as far as the store told any: a shorter list has none at its end. */
    public List<String> types() {
        return List.copyOf(reader.types());
    }

    /** Remembers how the stream ended, which the XML reader's exceptions don't tell, and keeps a page within bounds. */
    private static final class Tap extends FilterInputStream {

        private final String what;
        private IOException failure;
        private boolean ended;
        private long total;

        Tap(String what, InputStream in) {
            super(in);
            this.what = what;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            try {
                int n = super.read(buffer, offset, length);
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

        @Override
        public void close() {
            // The answer decides what becomes of the connection.
        }
    }
}
