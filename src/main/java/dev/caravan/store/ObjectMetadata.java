package dev.caravan.store;

import java.util.HashMap;
import java.util.Map;

/**
 * What is copied beside the bytes of an object. A field is empty where the source has none.
 *
 * @param contentType the {@code Content-Type} header
 * @param contentEncoding the {@code Content-Encoding} header
 * @param contentLanguage the {@code Content-Language} header
 * @param contentDisposition the {@code Content-Disposition} header
 * @param cacheControl the {@code Cache-Control} header
 * @param expires the {@code Expires} header, as the source wrote it, never reformatted
 * @param user user metadata: names without the provider's prefix, in lower case
 * @param tags object tags, where they were asked for
 * @param text whether values are characters, which the destination has to find a way for; else they are what stands in the
 *     headers of S3's protocol, one character a byte, and go out as they came
 * @param missing how many more values of user metadata the source has, which it can't tell in headers
 * @param traits how the source stores the object, where a copy is to keep that
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

    /** As it stands in the headers of S3's protocol. */
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

    /** No metadata at all. */
    public static final ObjectMetadata NONE = new ObjectMetadata("", "", "", "", "", "", Map.of(), Map.of());

    public ObjectMetadata {
        user = Map.copyOf(user);
        tags = Map.copyOf(tags);
    }

    /** The same values, but as characters. */
    public ObjectMetadata asText() {
        return with(true, missing, traits);
    }

    /**
     * Returns the same values, and notes that some are missing.
     *
     * @param count how many values of user metadata the source has beside these
     */
    public ObjectMetadata missing(int count) {
        return count == missing ? this : with(text, count, traits);
    }

    /** Returns the same values of an object that is stored in another way. */
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
