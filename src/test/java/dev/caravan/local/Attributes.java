package dev.caravan.local;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What an object is besides its bytes. Immutable; the {@code with} methods return changed copies.
 *
 * @param headers standard headers that come back with a GET, names in lower case: content-type, cache-control …
 * @param metadata user metadata, names in lower case without {@code x-amz-meta-}
 * @param acl the canned ACL of the request, only remembered, or null
 * @param encryption the value of x-amz-server-side-encryption
 */
public record Attributes(
        Map<String, String> headers,
        Map<String, String> metadata,
        Map<String, String> tags,
        String storageClass,
        String acl,
        String encryption) {
    public static final Attributes NONE = new Attributes(Map.of(), Map.of(), Map.of(), "STANDARD", null, "AES256");

    public Attributes withHeader(String name, String value) {
        return new Attributes(
                with(headers, name.toLowerCase(Locale.ROOT), value), metadata, tags, storageClass, acl, encryption);
    }

    public Attributes withMetadata(String name, String value) {
        return new Attributes(headers, with(metadata, name, value), tags, storageClass, acl, encryption);
    }

    public Attributes withTag(String name, String value) {
        return withTags(with(tags, name, value));
    }

    public Attributes withTags(Map<String, String> newTags) {
        return new Attributes(headers, metadata, newTags, storageClass, acl, encryption);
    }

    public Attributes withStorageClass(String newStorageClass) {
        return new Attributes(headers, metadata, tags, newStorageClass, acl, encryption);
    }

    public Attributes withAcl(String newAcl) {
        return new Attributes(headers, metadata, tags, storageClass, newAcl, encryption);
    }

    public Attributes withEncryption(String newEncryption) {
        return new Attributes(headers, metadata, tags, storageClass, acl, newEncryption);
    }

    boolean isKms() {
        return encryption.startsWith("aws:kms");
    }

    /** Archived, and nothing on this server is ever restored. */
    boolean isArchived() {
        return storageClass.equals("GLACIER") || storageClass.equals("DEEP_ARCHIVE");
    }

    private static Map<String, String> with(Map<String, String> map, String name, String value) {
        Map<String, String> changed = new LinkedHashMap<>(map);
        changed.put(name, value);
        return changed;
    }
}
