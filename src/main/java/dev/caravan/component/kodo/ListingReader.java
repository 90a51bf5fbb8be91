package dev.caravan.component.kodo;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.caravan.component.wire.Answer;
import dev.caravan.component.wire.StoreErrors;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Reads one page of {@code /list}. */
final class ListingReader {

    private static final int USUAL_PAGE = 1000;
    private static final int MOST_ENTRIES = 10 * USUAL_PAGE;

    private final String what;
    private final KodoErrors errors;
    private final EntryReader entries;

    /**
     * A page from Kodo.
     *
     * @param marker of the next page; empty only at the end of the listing: a page may be empty and have one
     */
    record Page(List<Entry> entries, List<String> prefixes, String marker) {}

    ListingReader(String what, KodoErrors errors) {
        this.what = what;
        this.errors = errors;
        this.entries = new EntryReader(what);
    }

    Page read(Answer answer) {
        return BoundedJson.read(what, answer, parser -> page(parser, answer.header("X-Reqid")));
    }

    private Page page(JsonParser parser, String requestId) throws IOException {
        List<Entry> found = new ArrayList<>(0);
        List<String> prefixes = new ArrayList<>(0);
        String marker = "";
        String error = null;
        String code = "";
        int status = 200;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (value == JsonToken.VALUE_NULL) {
                continue;
            }
            switch (name) {
                case "items" -> found = items(parser);
                case "commonPrefixes" -> prefixes = prefixes(parser);
                case "marker" -> marker = entries.text(parser, name);
                case "error" -> error = entries.text(parser, name);
                case "error_code" -> code = entries.text(parser, name);
                case "code" -> status = status(parser);
                default -> parser.skipChildren();
            }
        }
        if (error != null) {
            // Some refusals come with status 200 and name theirs in the answer.
            throw errors.of(what, new KodoFault(status, code, error, requestId, Duration.ZERO));
        }
        return new Page(found, prefixes, marker);
    }

    private static int status(JsonParser parser) throws IOException {
        int status = parser.getValueAsInt(200);
        parser.skipChildren();
        return status;
    }

    private List<Entry> items(JsonParser parser) throws IOException {
        begin(parser, "items");
        List<Entry> found = new ArrayList<>(USUAL_PAGE);
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                throw StoreErrors.nonsense(what, "an object of the listing is none");
            }
            if (found.size() == MOST_ENTRIES) {
                throw StoreErrors.nonsense(what, "a page has more than " + MOST_ENTRIES + " objects");
            }
            found.add(entries.read(parser));
        }
        return found;
    }

    private List<String> prefixes(JsonParser parser) throws IOException {
        begin(parser, "commonPrefixes");
        List<String> found = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            found.add(entries.text(parser, "commonPrefixes"));
        }
        return found;
    }

    private void begin(JsonParser parser, String name) {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw StoreErrors.nonsense(what, "'" + name + "' is no list");
        }
    }
}
