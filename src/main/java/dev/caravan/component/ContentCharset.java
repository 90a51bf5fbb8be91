package dev.caravan.component;

import dev.caravan.store.ObjectMetadata;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.apache.camel.util.IOHelper;

/** The charset of an object that is text. */
final class ContentCharset {

    private ContentCharset() {}

    /** The charset that the content type names; UTF-8 where it names none, or one that Java doesn't know. */
    static Charset of(ObjectMetadata metadata) {
        try {
            return Charset.forName(IOHelper.getCharsetNameFromContentType(metadata.contentType()));
        } catch (IllegalArgumentException e) {
            return StandardCharsets.UTF_8;
        }
    }
}
