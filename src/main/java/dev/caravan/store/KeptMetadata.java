package dev.caravan.store;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;

/**
 * The part of an object's metadata that an S3 destination can keep. An object is copied without the rest rather than
 * not at all.
 *
 * @param metadata for headers
 * @param leftOut names of dropped values in ascending order; user metadata as {@code x-amz-meta-…}
 */
public record KeptMetadata(ObjectMetadata metadata, List<String> leftOut) {

    /** The limit of names and values of user metadata in bytes (Amazon S3, "Working with object metadata": 2 KB). */
    static final int MOST_USER_BYTES = 2048;

    /**
     * The limit of the other content headers in bytes. With user metadata and its own headers a request then has at
     * most 8 KB (Amazon S3, as above).
     */
    static final int MOST_CONTENT_BYTES = 4096;

    /** The mark of a copied version, which is always kept. */
    private static final String NEEDED = "caravan-version-id";

    private static final String USER = "x-amz-meta-";

    /** Separates the metadata that can be kept from the rest. */
    public static KeptMetadata of(ObjectMetadata found) {
        // Amazon counts the decoded length of RFC 2047 words; other stores count the encoded length. So no value from
        // Amazon is too long for Amazon. Text that is encoded only here counts by its length.
        ToIntFunction<String> size = found.text() ? String::length : EncodedWord::said;
        if (!found.text()
                && found.missing() == 0
                && goesOutAsItIs(found.user())
                && goesOutAsItIs(found.headers())
                && bytes(found.user(), size) <= MOST_USER_BYTES
                && bytes(found.headers(), size) <= MOST_CONTENT_BYTES) {
            return new KeptMetadata(found, List.of());
        }
        Map<String, String> content = new TreeMap<>(found.headers());
        Map<String, String> user = new TreeMap<>(found.user());
        List<String> leftOut = new ArrayList<>();
        if (found.missing() > 0) {
            leftOut.add(found.missing() + " of " + USER + "* that the source does not send");
        }
        // Another name could form another header.
        user.keySet().removeIf(name -> !isToken(name) && leftOut.add(USER + name));
        if (!found.text()) {
            removeControls(content, "", leftOut);
            removeControls(user, USER, leftOut);
        } else {
            removeUnsayable(content, leftOut);
            user.replaceAll((name, value) -> EncodedWord.isPlain(value) ? value : EncodedWord.encode(value));
        }
        removeLargest(content, MOST_CONTENT_BYTES, size, "", leftOut);
        removeLargest(user, MOST_USER_BYTES, size, USER, leftOut);
        leftOut.sort(null);
        ObjectMetadata kept = new ObjectMetadata(content, user, found.tags());
        return new KeptMetadata(kept.with(found.traits()), List.copyOf(leftOut));
    }

    /** Drops non-ASCII headers; only a file name can be encoded. */
    private static void removeUnsayable(Map<String, String> content, List<String> leftOut) {
        content.replaceAll((name, value) -> {
            if (EncodedWord.isPlain(value.strip())) {
                return value.strip();
            }
            return name.equals("content-disposition") ? Disposition.ascii(value) : "";
        });
        content.entrySet().removeIf(entry -> entry.getValue().isEmpty() && leftOut.add(entry.getKey()));
    }

    private static boolean goesOutAsItIs(Map<String, String> headers) {
        for (Map.Entry<String, String> header : headers.entrySet()) {
            if (!isToken(header.getKey()) || hasControl(header.getValue())) {
                return false;
            }
        }
        return true;
    }

    /** Drops values with control characters, which headers can't have (RFC 9110, 5.5). */
    private static void removeControls(Map<String, String> headers, String prefix, List<String> leftOut) {
        headers.entrySet().removeIf(header -> hasControl(header.getValue()) && leftOut.add(prefix + header.getKey()));
    }

    private static boolean hasControl(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if ((c < ' ' && c != '\t') || c == 0x7f) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether a lower-case name is a token (RFC 9110, 5.6.2). */
    private static boolean isToken(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean token = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
            if (!token) {
                return false;
            }
        }
        return !name.isEmpty();
    }

    /** Drops the largest values first, to keep as many as possible. */
    private static void removeLargest(
            Map<String, String> headers, int most, ToIntFunction<String> size, String prefix, List<String> leftOut) {
        int total = bytes(headers, size);
        while (total > most) {
            Map.Entry<String, String> largest = headers.entrySet().stream()
                    .filter(header -> !header.getKey().equals(NEEDED))
                    .max(Comparator.comparingInt(header -> bytes(header, size)))
                    .orElseThrow();
            total -= bytes(largest, size);
            leftOut.add(prefix + largest.getKey());
            headers.remove(largest.getKey());
        }
    }

    private static int bytes(Map<String, String> headers, ToIntFunction<String> size) {
        int total = 0;
        for (Map.Entry<String, String> header : headers.entrySet()) {
            total += bytes(header, size);
        }
        return total;
    }

    private static int bytes(Map.Entry<String, String> header, ToIntFunction<String> size) {
        return header.getKey().length() + size.applyAsInt(header.getValue());
    }
}
