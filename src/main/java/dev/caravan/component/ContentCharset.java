package dev.caravan.component;

import dev.caravan.store.ObjectMetadata;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.apache.camel.util.IOHelper;

/** The charset of a text object. */
final class ContentCharset {

    private ContentCharset() {}

    /** Returns the charset of the content type; UTF-8 if it names none or an unknown one. */
    static Charset of(ObjectMetadata metadata) {
        try {
            return Charset.forName(IOHelper.getCharsetNameFromContentType(metadata.contentType()));
        } catch (IllegalArgumentException e) {
            return StandardCharsets.UTF_8;
        }
    }
}
