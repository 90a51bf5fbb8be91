package dev.caravan.store;

import java.util.HashMap;
import java.util.Map;

/**
 * The metadata that is copied with an object's bytes. Absent fields are empty.
 *
 * @param contentType the {@code Content-Type} header
 * @param contentEncoding the {@code Content-Encoding} header
 * @param contentLanguage the {@code Content-Language} header
 * @param contentDisposition the {@code Content-Disposition} header
 * @param cacheControl the {@code Cache-Control} header
 * @param expires the {@code Expires} header as the source wrote it, never reformatted
 * @param user user metadata by lower-case names without the provider's prefix
 * @param tags object tags, if requested
 * @param text whether values are characters to encode for the destination; otherwise they are S3 header values, one
 *     character a byte, and are sent unchanged
 * @param missing number of user metadata values that the source can't send in headers
 * @param traits storage properties that a copy keeps
 */
public record ObjectMetadata(
        String contentType,
        String contentEncoding,
        String contentLanguage,
        String contentDisposition,
        String cacheControl,
        String expires,
        Map<String, String> user,
        Map<String, String> tags,
        boolean text,
        int missing,
        StorageTraits traits) {

    /** Creates metadata from S3 headers. */
    public ObjectMetadata(
            String contentType,
            String contentEncoding,
            String contentLanguage,
            String contentDisposition,
            String cacheControl,
            String expires,
            Map<String, String> user,
            Map<String, String> tags) {
        this(
                contentType,
                contentEncoding,
                contentLanguage,
                contentDisposition,
                cacheControl,
                expires,
                user,
                tags,
                false,
                0,
                StorageTraits.NONE);
    }

    public static final ObjectMetadata NONE = new ObjectMetadata("", "", "", "", "", "", Map.of(), Map.of());

    public ObjectMetadata {
        user = Map.copyOf(user);
        tags = Map.copyOf(tags);
    }

    /** Returns the same values as characters. */
    public ObjectMetadata asText() {
        return with(true, missing, traits);
    }

    /** Returns the same values with {@code count} more that the source can't send. */
    public ObjectMetadata missing(int count) {
        return count == missing ? this : with(text, count, traits);
    }

    public ObjectMetadata with(StorageTraits others) {
        return others.equals(traits) ? this : with(text, missing, others);
    }

    /** Returns the same values with another value of user metadata. */
    public ObjectMetadata withUser(String name, String value) {
        Map<String, String> others = new HashMap<>(user);
        others.put(name, value);
        return new ObjectMetadata(
                contentType,
                contentEncoding,
                contentLanguage,
                contentDisposition,
                cacheControl,
                expires,
                others,
                tags,
                text,
                missing,
                traits);
    }

    private ObjectMetadata with(boolean asText, int count, StorageTraits others) {
        return new ObjectMetadata(
                contentType,
                contentEncoding,
                contentLanguage,
                contentDisposition,
                cacheControl,
                expires,
                user,
                tags,
                asText,
                count,
                others);
    }
}
