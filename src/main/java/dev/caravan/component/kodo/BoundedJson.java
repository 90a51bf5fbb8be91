package dev.caravan.component.kodo;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.JsonEOFException;
import dev.caravan.component.wire.Answer;
import dev.caravan.component.wire.StoreErrors;
import dev.caravan.job.Printable;
import dev.caravan.store.InvalidException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Reads one JSON object from an answer of Kodo's management API within bounds, and releases the connection. */
final class BoundedJson {

    // A page of 1,000 of the longest keys, with all the metadata that they can have, has some 10 MB.
    private static final int LONGEST = 32 * 1024 * 1024;
    // A key has 750 bytes, and metadata have a few kilobytes. The parser holds a text in memory as a whole.
    private static final int LONGEST_TEXT = 256 * 1024;
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(LONGEST_TEXT)
                    .build())
            .build();

    private BoundedJson() {}

    /** Reads the fields of an object. */
    interface Reader<T> {

        /** Reads an object; leaves the parser at its end. */
        T read(JsonParser parser) throws IOException;
    }

    static <T> T read(String what, Answer answer, Reader<T> reader) {
        try {
            if (answer.header("X-Reqid").isEmpty()) {
                // An empty object is an empty listing: only Kodo may answer so.
                throw StoreErrors.nonsense(what, "it has no X-Reqid, so it isn't Kodo's");
            }
            T value;
            try (JsonParser parser = JSON.createParser(new Bounded(what, answer.body()))) {
                if (parser.nextToken() != JsonToken.START_OBJECT) {
                    throw StoreErrors.nonsense(what, "it is no JSON object");
                }
                value = reader.read(parser);
            }
            answer.skipBody();
            return value;
        } catch (JsonEOFException e) {
            throw StoreErrors.io(what, new IOException("the answer is cut off", e));
        } catch (JsonProcessingException e) {
            throw unreadable(what, e);
        } catch (IOException e) {
            throw StoreErrors.io(what, e);
        } finally {
            answer.abandon();
        }
    }

    private static InvalidException unreadable(String what, JsonProcessingException e) {
        return new InvalidException(
                what + ": the answer can't be read: " + Printable.of(e.getOriginalMessage()), 200, "BadAnswer", e);
    }

    /** Limits the size of an answer. */
    private static final class Bounded extends FilterInputStream {

        private final String what;
        private long total;

        Bounded(String what, InputStream in) {
            super(in);
            this.what = what;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int n = super.read(buffer, offset, length);
            total += Math.max(0, n);
            if (total > LONGEST) {
                throw StoreErrors.nonsense(what, "it doesn't end after 32 MiB");
            }
            return n;
        }
    }
}
