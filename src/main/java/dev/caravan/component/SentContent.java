package dev.caravan.component;

import dev.caravan.store.ObjectContent;
import dev.caravan.store.ObjectInfo;
import dev.caravan.store.ObjectMetadata;
import dev.caravan.store.TransientException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import org.apache.camel.Message;
import org.apache.camel.StreamCache;

/** The content for putObject and uploadPart: from getObject or from a user step, with a known length. */
final class SentContent {

    private SentContent() {}

    /** Converts a message's body; the metadata's content type names the charset of a text. */
    static ObjectContent of(Message message, ObjectMetadata metadata) {
        Object body = message.getBody();
        if (body instanceof ObjectContent content) {
            return content;
        }
        if (body instanceof byte[] bytes) {
            return made(new ByteArrayInputStream(bytes), bytes.length);
        }
        if (body instanceof String text) {
            byte[] bytes = text.getBytes(ObjectContentConverters.charset(metadata));
            return made(new ByteArrayInputStream(bytes), bytes.length);
        }
        Long length = body instanceof InputStream in ? length(message, in) : null;
        if (length == null || length < 0) {
            throw new IllegalArgumentException("can't send a body of the class "
                    + (body == null ? "null" : body.getClass().getName())
                    + ": use the content that getObject returned, a byte[], a String, a StreamCache, or an InputStream with the header "
                    + ObjectStoreHeaders.CONTENT_LENGTH);
        }
        InputStream in = (InputStream) body;
        try {
            return made(new ExactStream(in, length), length);
        } catch (IOException e) {
            throw new TransientException("the body can't be read: " + e.getMessage(), 0, "", e);
        }
    }

    /** Returns the length of a stream; null if unknown. */
    private static Long length(Message message, InputStream in) {
        if (in instanceof StreamCache cache) {
            cache.reset();
        }
        Long told = message.getHeader(ObjectStoreHeaders.CONTENT_LENGTH, Long.class);
        if (told != null) {
            return told;
        }
        if (in instanceof StreamCache cache) {
            return cache.length();
        }
        return in instanceof ByteArrayInputStream bytes ? (long) bytes.available() : null;
    }

    private static ObjectContent made(InputStream in, long length) {
        ObjectInfo info = new ObjectInfo("", length, "", false, Instant.EPOCH, "", ObjectMetadata.NONE);
        return new ObjectContent(in, length, info, () -> close(in));
    }

    private static void close(InputStream in) {
        try {
            in.close();
        } catch (IOException e) {
            // All of it that was wanted has been read, or the sending has failed.
        }
    }
}
