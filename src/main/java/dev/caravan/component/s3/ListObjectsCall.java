package dev.caravan.component.s3;

import dev.caravan.component.wire.Answer;
import dev.caravan.component.wire.StoreErrors;
import dev.caravan.job.Printable;
import dev.caravan.store.InvalidException;
import dev.caravan.store.ListRequest;
import dev.caravan.store.ObjectPage;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import javax.xml.stream.XMLStreamException;

/** ListObjectsV2: one page. */
final class ListObjectsCall {

    // A page of 1,000 of the longest keys, every byte percent-encoded, has some 4 MB.
    private static final long LONGEST_PAGE = 32 * 1024 * 1024;

    private final S3Wire wire;

    ListObjectsCall(S3Wire wire) {
        this.wire = wire;
    }

    ObjectPage list(ListRequest request) {
        S3Request list = S3Request.bucket("GET", "LIST").query(query(request));
        Answer answer = wire.send(list);
        String what = wire.what(list);
        Tap tap = null;
        try {
            tap = new Tap(what, answer.body());
            ObjectPage page = new ListingReader(what, request).read(tap);
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

    private static String query(ListRequest request) {
        // Sorted by name, as the signature wants it.
        StringBuilder query = new StringBuilder(160);
        if (request.continuation() != null) {
            query.append("continuation-token=");
            KeyEncoding.query(query, request.continuation());
            query.append('&');
        }
        query.append("delimiter=");
        KeyEncoding.query(query, text(request.delimiter()));
        query.append("&encoding-type=url&list-type=2&max-keys=").append(request.maxKeys());
        query.append("&prefix=");
        KeyEncoding.query(query, text(request.prefix()));
        if (request.continuation() == null && !text(request.startAfter()).isEmpty()) {
            query.append("&start-after=");
            KeyEncoding.query(query, request.startAfter());
        }
        return query.toString();
    }

    private static String text(String value) {
        return value == null ? "" : value;
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
                    throw S3Errors.nonsense(what, "the page doesn't end after 32 MiB");
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
