package dev.caravan.component.kodo;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.caravan.component.wire.StoreErrors;
import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Reads an object's description from Kodo's JSON. A missing size stays unknown rather than 0. */
final class EntryReader {

    private static final String USER = "x-qn-meta-";
    private static final int DISABLED = 1;
    private static final int RESTORED = 2;

    private final String what;
    private String lastType = "";

    EntryReader(String what) {
        this.what = what;
    }

    /** Reads an object; leaves the parser at its end. */
    Entry read(JsonParser parser) throws IOException {
        String key = "";
        String hash = "";
        long size = -1;
        long putTime = -1;
        String mimeType = "";
        int type = 0;
        int status = 0;
        int restore = 0;
        Map<String, String> user = Map.of();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (value == JsonToken.VALUE_NULL) {
                continue;
            }
            switch (name) {
                case "key" -> key = text(parser, name);
                case "hash" -> hash = text(parser, name);
                case "fsize" -> size = number(parser, name);
                case "putTime" -> putTime = number(parser, name);
                case "mimeType" -> mimeType = sameType(text(parser, name));
                case "type" -> type = (int) number(parser, name);
                case "status" -> status = (int) number(parser, name);
                case "restoreStatus" -> restore = (int) number(parser, name);
                case "x-qn-meta" -> user = user(parser);
                default -> parser.skipChildren();
            }
        }
        if (size < 0 || putTime < 0 || hash.isEmpty()) {
            throw StoreErrors.nonsense(what, "an object without a size, a time or a hash");
        }
        return new Entry(key, hash, size, putTime, mimeType, type, status == DISABLED, restore == RESTORED, user);
    }

    String text(JsonParser parser, String name) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw StoreErrors.nonsense(what, "'" + name + "' is no text");
        }
        return parser.getText();
    }

    private long number(JsonParser parser, String name) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
            throw StoreErrors.nonsense(what, "'" + name + "' is no number");
        }
        return parser.getLongValue();
    }

    private static Map<String, String> user(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return Map.of();
        }
        Map<String, String> user = new HashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName().toLowerCase(Locale.ROOT);
            if (parser.nextToken().isScalarValue() && parser.currentToken() != JsonToken.VALUE_NULL) {
                user.put(name.startsWith(USER) ? name.substring(USER.length()) : name, parser.getText());
            } else {
                parser.skipChildren();
            }
        }
        return user;
    }

    /** Reuses one string, since most of a page has one type. */
    private String sameType(String text) {
        if (!text.equals(lastType)) {
            lastType = text;
        }
        return lastType;
    }
}
