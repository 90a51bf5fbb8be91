package dev.caravan.component;

import dev.caravan.store.ObjectContent;
import dev.caravan.store.ObjectInfo;
import dev.caravan.store.ObjectMetadata;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Instant;
import org.apache.camel.Message;

/** A body that a user's own step made: bytes or text, whose length is known. */
final class BytesContent {

    private BytesContent() {}

    static ObjectContent of(Message message) {
        Object body = message.getBody();
        // A plain stream has no length, and reading it whole to learn one would put an object into memory.
        byte[] bytes = body == null || body instanceof InputStream ? null : message.getBody(byte[].class);
        if (bytes == null) {
            throw new IllegalArgumentException("the body must be what getObject gave, or bytes, or text, not "
                    + (body == null ? "nothing" : body.getClass().getName()));
        }
        ObjectInfo info = new ObjectInfo("", bytes.length, "", false, Instant.EPOCH, "", ObjectMetadata.NONE);
        return new ObjectContent(new ByteArrayInputStream(bytes), bytes.length, info, () -> {});
    }
}
