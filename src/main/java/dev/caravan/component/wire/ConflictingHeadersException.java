package dev.caravan.component.wire;

import dev.caravan.job.Printable;
import dev.caravan.store.Etag;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;

/** Signals two different values of a header that can have only one. */
final class ConflictingHeadersException extends IOException {

    private static final int MOST_SHOWN = 100;

    /** The headers that give a body's length, its object and its version. */
    private static final List<String> SINGLE = List.of("Content-Length", "Content-Range", "ETag", "Last-Modified");

    private ConflictingHeadersException(String message) {
        super(message);
    }

    /** Refuses an answer that contradicts itself. A repeated equal value is accepted. */
    static void check(ClassicHttpResponse response) throws ConflictingHeadersException {
        for (String name : SINGLE) {
            String first = null;
            for (Iterator<Header> lines = response.headerIterator(name); lines.hasNext(); ) {
                Header line = lines.next();
                String value = line.getValue() == null ? "" : line.getValue();
                if (first == null) {
                    first = value;
                } else if (!Etag.unquoted(value).equals(Etag.unquoted(first))) {
                    throw new ConflictingHeadersException(message(name, first, value));
                }
            }
        }
    }

    static String message(String name, String one, String other) {
        return "it has two values of " + name + ": '" + Printable.of(Printable.cut(one, MOST_SHOWN)) + "' and '"
                + Printable.of(Printable.cut(other, MOST_SHOWN)) + "'";
    }
}
