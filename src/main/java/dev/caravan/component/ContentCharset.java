package dev.caravan.component;

import dev.caravan.store.ObjectMetadata;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The charset of an object that is text. */
final class ContentCharset {

    private static final String NAME = "charset=";

    private ContentCharset() {}

    /** The charset that the content type names; UTF-8 where it names none, or one that Java doesn't know. */
    static Charset of(ObjectMetadata metadata) {
        String type = metadata.contentType();
        int at = type.toLowerCase(Locale.ROOT).indexOf(NAME);
        if (at < 0) {
            return StandardCharsets.UTF_8;
        }
        String name = type.substring(at + NAME.length());
        int end = name.indexOf(';');
        name = (end < 0 ? name : name.substring(0, end)).replace("\"", "").strip();
        try {
            return Charset.forName(name);
        } catch (IllegalArgumentException e) {
            return StandardCharsets.UTF_8;
        }
    }
}
