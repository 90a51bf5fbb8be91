package dev.caravan.flow;

import dev.caravan.job.Printable;
import dev.caravan.store.InvalidException;
import dev.caravan.store.ObjectMetadata;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.camel.Message;

/** The metadata that a user's steps set by headers, in the place of the source's. */
final class MetadataHeaders {

    private MetadataHeaders() {}

    /** Returns whether a header sets metadata. */
    static boolean areSet(Message message) {
        for (String name : message.getHeaders().keySet()) {
            if (sets(name)) {
                return true;
            }
        }
        return false;
    }

    /** Returns the source's metadata with what the headers set in their place. */
    static ObjectMetadata over(Message message, ObjectMetadata source) {
        return areSet(message) ? new MetadataHeaders.Overlay(message, source).result() : source;
    }

    private static boolean sets(String header) {
        return switch (header) {
            case ExtensionHeaders.CONTENT_TYPE,
                    ExtensionHeaders.CONTENT_ENCODING,
                    ExtensionHeaders.CONTENT_LANGUAGE,
                    ExtensionHeaders.CONTENT_DISPOSITION,
                    ExtensionHeaders.CACHE_CONTROL,
                    ExtensionHeaders.EXPIRES -> true;
            default -> isUser(header);
        };
    }

    private static boolean isUser(String header) {
        String begin = ExtensionHeaders.USER_METADATA;
        return header.regionMatches(true, 0, begin, 0, begin.length());
    }

    private record Overlay(Message message, ObjectMetadata source) {

        ObjectMetadata result() {
            return new ObjectMetadata(
                    value(ExtensionHeaders.CONTENT_TYPE, source.contentType()),
                    value(ExtensionHeaders.CONTENT_ENCODING, source.contentEncoding()),
                    value(ExtensionHeaders.CONTENT_LANGUAGE, source.contentLanguage()),
                    value(ExtensionHeaders.CONTENT_DISPOSITION, source.contentDisposition()),
                    value(ExtensionHeaders.CACHE_CONTROL, source.cacheControl()),
                    value(ExtensionHeaders.EXPIRES, source.expires()),
                    user(),
                    source.tags(),
                    source.text(),
                    source.missing());
        }

        private Map<String, String> user() {
            Map<String, String> user = new HashMap<>(source.user());
            for (String header : message.getHeaders().keySet()) {
                if (isUser(header)) {
                    String name = name(header.substring(ExtensionHeaders.USER_METADATA.length()));
                    String value = value(header, "");
                    if (value.isEmpty()) {
                        user.remove(name);
                    } else {
                        user.put(name, value);
                    }
                }
            }
            return user;
        }

        /** Returns a header's value; the source's where there is no such header. */
        private String value(String header, String otherwise) {
            Object set = message.getHeader(header);
            if (set == null) {
                return otherwise;
            }
            String text = String.valueOf(set);
            if (text.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
                throw new InvalidException(
                        "the header " + Printable.of(header) + " holds a control character",
                        0,
                        "InvalidMetadata",
                        null);
            }
            // What isn't text holds one character a byte.
            return source.text()
                    ? text
                    : new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        }

        private static String name(String name) {
            boolean token = !name.isEmpty()
                    && name.chars()
                            .allMatch(c ->
                                    c < 0x7f && (Character.isLetterOrDigit(c) || c == '-' || c == '_' || c == '.'));
            if (!token) {
                throw new InvalidException(
                        "no name of user metadata: " + Printable.quoted(name), 0, "InvalidMetadata", null);
            }
            return name.toLowerCase(Locale.ROOT);
        }
    }
}
