package dev.caravan.flow;

import dev.caravan.job.Printable;
import dev.caravan.store.InvalidException;
import dev.caravan.store.ObjectMetadata;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.Message;

/** The metadata that user steps set by headers, which replaces the source's. */
final class MetadataHeaders {

    /** The index of the first character by which header names differ. */
    private static final int TELLING = "Caravan".length();

    /** The replaceable headers of the metadata, by the header that replaces each, case-insensitive. */
    private static final Map<String, String> NAMES = names();

    private MetadataHeaders() {}

    private static Map<String, String> names() {
        Map<String, String> names = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        names.put(ExtensionHeaders.CONTENT_TYPE, "content-type");
        names.put(ExtensionHeaders.CONTENT_ENCODING, "content-encoding");
        names.put(ExtensionHeaders.CONTENT_LANGUAGE, "content-language");
        names.put(ExtensionHeaders.CONTENT_DISPOSITION, "content-disposition");
        names.put(ExtensionHeaders.CACHE_CONTROL, "cache-control");
        names.put(ExtensionHeaders.EXPIRES, "expires");
        return Collections.unmodifiableMap(names);
    }

    static boolean areSet(Message message) {
        for (String name : message.getHeaders().keySet()) {
            if (sets(name)) {
                return true;
            }
        }
        return false;
    }

    /** Returns the source's metadata with values replaced by headers. */
    static ObjectMetadata over(Message message, ObjectMetadata source) {
        return areSet(message) ? new Overlay(message, source).result() : source;
    }

    /** Checks a header name; called for each header of each object, so it compares lengths and one character first. */
    private static boolean sets(String header) {
        if (header.length() < ExtensionHeaders.USER_METADATA.length()) {
            return false;
        }
        return switch (header.charAt(TELLING)) {
            case 'C', 'c', 'E', 'e' -> NAMES.containsKey(header);
            case 'M', 'm' -> isUser(header);
            default -> false;
        };
    }

    private static boolean isUser(String header) {
        String begin = ExtensionHeaders.USER_METADATA;
        return header.regionMatches(true, 0, begin, 0, begin.length());
    }

    private record Overlay(Message message, ObjectMetadata source) {

        ObjectMetadata result() {
            Map<String, String> headers = new HashMap<>();
            NAMES.forEach((header, name) -> headers.put(name, value(header, source.header(name))));
            headers.values().removeIf(String::isEmpty);
            return new ObjectMetadata(headers, user(), source.tags(), source.text(), source.missing(), source.traits());
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

        private String value(String header, String otherwise) {
            Object set = message.getHeader(header);
            if (set == null) {
                return otherwise;
            }
            String text = String.valueOf(set);
            if (text.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
                throw new InvalidException(
                        "the header " + Printable.of(header) + " holds a control character", "InvalidMetadata");
            }
            // Values that aren't text have one character per byte.
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
                throw new InvalidException("no name of user metadata: " + Printable.quoted(name), "InvalidMetadata");
            }
            return name.toLowerCase(Locale.ROOT);
        }
    }
}
