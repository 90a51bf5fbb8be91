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
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads the JSON of one answer of Kodo's management API as it arrives, within bounds, and releases the connection. A
 * missing size is refused rather than taken for 0.
 */
final class AnswerReader {

    // A page of 1,000 of the longest keys, with all the metadata that they can have, has some 10 MB.
    private static final int LONGEST = 32 * 1024 * 1024;
    // A key has 750 bytes, and metadata have a few kilobytes. The parser holds a text in memory as a whole.
    private static final int LONGEST_TEXT = 256 * 1024;
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxDocumentLength(LONGEST)
                    .maxStringLength(LONGEST_TEXT)
                    .build())
            .build();
    private static final int USUAL_PAGE = 1000;
    private static final int MOST_ENTRIES = 10 * USUAL_PAGE;
    private static final String USER = "x-qn-meta-";
    private static final int DISABLED = 1;
    private static final int RESTORED = 2;

    private final String what;
    private final JsonParser parser;
    private String lastType = "";

    /**
     * A page of {@code /list}.
     *
     * @param marker of the next page; empty only at the end of the listing: a page may be empty and have one
     */
    record Page(List<Entry> entries, List<String> prefixes, String marker) {

        /** Returns the last key; empty if there is none. */
        String last() {
            return entries.isEmpty() ? "" : entries.get(entries.size() - 1).key();
        }
    }

    /** Reads one value of the answer; leaves the parser at its end. */
    private interface Reading<T> {
        T read(AnswerReader reader) throws IOException;
    }

    private AnswerReader(String what, JsonParser parser) {
        this.what = what;
        this.parser = parser;
    }

    static Entry entry(String what, Answer answer) {
        return read(what, answer, AnswerReader::entry);
    }

    static Page page(String what, Answer answer, KodoErrors errors) {
        return read(what, answer, reader -> reader.page(answer.header("X-Reqid"), errors));
    }

    private static <T> T read(String what, Answer answer, Reading<T> reading) {
        try {
            if (answer.header("X-Reqid").isEmpty()) {
                // An empty object is an empty listing: only Kodo may answer so.
                throw StoreErrors.nonsense(what, "it has no X-Reqid, so it isn't Kodo's");
            }
            T value;
            try (JsonParser parser = JSON.createParser(answer.body())) {
                if (parser.nextToken() != JsonToken.START_OBJECT) {
                    throw StoreErrors.nonsense(what, "it is not a JSON object");
                }
                value = reading.read(new AnswerReader(what, parser));
            }
            answer.skipBody();
            return value;
        } catch (JsonEOFException e) {
            throw StoreErrors.io(what, new IOException("the answer is cut off", e));
        } catch (JsonProcessingException e) {
            throw new InvalidException(
                    what + ": the answer can't be read: " + Printable.of(e.getOriginalMessage()), 200, "BadAnswer", e);
        } catch (IOException e) {
            throw StoreErrors.io(what, e);
        } finally {
            answer.abandon();
        }
    }

    private Page page(String requestId, KodoErrors errors) throws IOException {
        List<Entry> found = List.of();
        List<String> prefixes = List.of();
        String marker = "";
        String error = null;
        String code = "";
        int status = 200;
        for (String name = field(); name != null; name = field()) {
            switch (name) {
                case "items" -> found = list(name, AnswerReader::entry);
                case "commonPrefixes" -> prefixes = list(name, reader -> reader.text("commonPrefixes"));
                case "marker" -> marker = text(name);
                case "error" -> error = text(name);
                case "error_code" -> code = text(name);
                case "code" -> {
                    status = parser.getValueAsInt(200);
                    parser.skipChildren();
                }
                default -> parser.skipChildren();
            }
        }
        if (error != null) {
            // Some refusals come with status 200 and name theirs in the answer.
            throw errors.of(what, new KodoFault(status, code, error, requestId, Duration.ZERO));
        }
        return new Page(found, prefixes, marker);
    }

    private Entry entry() throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw StoreErrors.nonsense(what, "an entry of the listing is not an object");
        }
        String key = "";
        String hash = "";
        long size = -1;
        long putTime = -1;
        String mimeType = "";
        int type = 0;
        int status = 0;
        int restore = 0;
        Map<String, String> user = Map.of();
        for (String name = field(); name != null; name = field()) {
            switch (name) {
                case "key" -> key = text(name);
                case "hash" -> hash = text(name);
                case "fsize" -> size = number(name);
                case "putTime" -> putTime = number(name);
                case "mimeType" -> mimeType = sameType(text(name));
                case "type" -> type = (int) number(name);
                case "status" -> status = (int) number(name);
                case "restoreStatus" -> restore = (int) number(name);
                case "x-qn-meta" -> user = user();
                default -> parser.skipChildren();
            }
        }
        if (size < 0 || putTime < 0 || hash.isEmpty()) {
            throw StoreErrors.nonsense(what, "an object without a size, a time or a hash");
        }
        return new Entry(key, hash, size, putTime, mimeType, type, status == DISABLED, restore == RESTORED, user);
    }

    private Map<String, String> user() throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return Map.of();
        }
        Map<String, String> user = new HashMap<>();
        for (String field = field(); field != null; field = field()) {
            String name = field.toLowerCase(Locale.ROOT);
            if (parser.currentToken().isScalarValue()) {
                user.put(name.startsWith(USER) ? name.substring(USER.length()) : name, parser.getText());
            } else {
                parser.skipChildren();
            }
        }
        return user;
    }

    /** Moves to the value of the object's next field that isn't null; returns its name, or null at the object's end. */
    private String field() throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            if (parser.nextToken() != JsonToken.VALUE_NULL) {
                return name;
            }
        }
        return null;
    }

    private <T> List<T> list(String name, Reading<T> element) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw StoreErrors.nonsense(what, "'" + name + "' is not a list");
        }
        List<T> found = new ArrayList<>(USUAL_PAGE);
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (found.size() == MOST_ENTRIES) {
                throw StoreErrors.nonsense(what, "a page has more than " + MOST_ENTRIES + " objects");
            }
            found.add(element.read(this));
        }
        return found;
    }

    private String text(String name) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw StoreErrors.nonsense(what, "'" + name + "' is not text");
        }
        return parser.getText();
    }

    private long number(String name) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
            throw StoreErrors.nonsense(what, "'" + name + "' is not a number");
        }
        return parser.getLongValue();
    }

    /** Reuses one string, since most of a page has one type. */
    private String sameType(String text) {
        if (!text.equals(lastType)) {
            lastType = text;
        }
        return lastType;
    }
}
