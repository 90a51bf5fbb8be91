package dev.caravan.store;

import java.util.HashMap;
import java.util.Map;

/**
 * The metadata that is copied with an object's bytes.
 *
 * @param headers {@code content-type}, {@code content-encoding}, {@code content-language}, {@code content-disposition},
 *     {@code cache-control}, {@code expires} and {@code x-amz-website-redirect-location} as the source wrote them, without
 *     empty ones
 * @param user user metadata by lower-case names without the provider's prefix
 * @param tags object tags, if requested
 * @param text whether values are characters to encode for the destination; otherwise they are S3 header values, one
 *     character per byte, and are sent unchanged
 * @param missing number of user metadata values that the source can't send in headers
 * @param traits storage properties that a copy keeps
 */
public record ObjectMetadata(
        Map<String, String> headers,
        Map<String, String> user,
        Map<String, String> tags,
        boolean text,
        int missing,
        StorageTraits traits) {

    public static final ObjectMetadata NONE = new ObjectMetadata(Map.of(), Map.of(), Map.of());

    public ObjectMetadata {
        headers = Map.copyOf(headers);
        user = Map.copyOf(user);
        tags = Map.copyOf(tags);
    }

    /** Creates metadata from S3 headers. */
    public ObjectMetadata(Map<String, String> headers, Map<String, String> user, Map<String, String> tags) {
        this(headers, user, tags, false, 0, StorageTraits.NONE);
    }

    /** Returns a header by its lower-case name; empty if absent. */
    public String header(String name) {
        return headers.getOrDefault(name, "");
    }

    // Routes read these in expressions.
    public String contentType() {
        return header("content-type");
    }

    public String contentEncoding() {
        return header("content-encoding");
    }

    public String contentLanguage() {
        return header("content-language");
    }

    public String contentDisposition() {
        return header("content-disposition");
    }

    public String cacheControl() {
        return header("cache-control");
    }

    public String expires() {
        return header("expires");
    }

    /** Returns the same values as characters. */
    public ObjectMetadata asText() {
        return new ObjectMetadata(headers, user, tags, true, missing, traits);
    }

    /** Returns the same values with {@code count} more that the source can't send. */
    public ObjectMetadata missing(int count) {
        return count == missing ? this : new ObjectMetadata(headers, user, tags, text, count, traits);
    }

    /** Returns the same values without a header. */
    public ObjectMetadata without(String header) {
        if (!headers.containsKey(header)) {
            return this;
        }
        Map<String, String> others = new HashMap<>(headers);
        others.remove(header);
        return new ObjectMetadata(others, user, tags, text, missing, traits);
    }

    public ObjectMetadata with(StorageTraits others) {
        return others.equals(traits) ? this : new ObjectMetadata(headers, user, tags, text, missing, others);
    }

    /** Returns the same values with another value of user metadata. */
    public ObjectMetadata withUser(String name, String value) {
        Map<String, String> others = new HashMap<>(user);
        others.put(name, value);
        return new ObjectMetadata(headers, others, tags, text, missing, traits);
    }
}
