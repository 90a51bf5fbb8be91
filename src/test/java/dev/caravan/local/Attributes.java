package dev.caravan.local;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The properties of an object in addition to its bytes. Immutable; the {@code with} methods return changed copies.
 *
 * @param headers standard headers that a GET returns, names in lower case: content-type, cache-control …
 * @param metadata user metadata, names in lower case without {@code x-amz-meta-}
 * @param acl the canned ACL of the request, which has no effect, or null
 * @param encryption the value of x-amz-server-side-encryption
 * @param own the lock, the grants and the MD5 of the customer's key, by the names of the headers; no copy takes them
 * over
 */
public record Attributes(
        Map<String, String> headers,
        Map<String, String> metadata,
        Map<String, String> tags,
        String storageClass,
        String acl,
        String encryption,
        Map<String, String> own) {
    public static final Attributes NONE =
            new Attributes(Map.of(), Map.of(), Map.of(), "STANDARD", null, "AES256", Map.of());

    public Attributes withHeader(String name, String value) {
        return new Attributes(
                with(headers, name.toLowerCase(Locale.ROOT), value),
                metadata,
                tags,
                storageClass,
                acl,
                encryption,
                own);
    }

    public Attributes withMetadata(String name, String value) {
        return new Attributes(headers, with(metadata, name, value), tags, storageClass, acl, encryption, own);
    }

    public Attributes withTag(String name, String value) {
        return withTags(with(tags, name, value));
    }

    public Attributes withTags(Map<String, String> newTags) {
        return new Attributes(headers, metadata, newTags, storageClass, acl, encryption, own);
    }

    /** Returns the same without tags, lock and grants. */
    Attributes withoutTraits() {
        Map<String, String> kept = new LinkedHashMap<>(own);
        kept.keySet().retainAll(Set.of(CustomerKeys.MD5));
        return new Attributes(headers, metadata, Map.of(), storageClass, acl, encryption, kept);
    }

    public Attributes withStorageClass(String newStorageClass) {
        return new Attributes(headers, metadata, tags, newStorageClass, acl, encryption, own);
    }

    public Attributes withAcl(String newAcl) {
        return new Attributes(headers, metadata, tags, storageClass, newAcl, encryption, own);
    }

    public Attributes withEncryption(String newEncryption) {
        return new Attributes(headers, metadata, tags, storageClass, acl, newEncryption, own);
    }

    /** Returns a copy with this header about a lock or a grant, as if a request had set it. */
    public Attributes withOwn(String header, String value) {
        return new Attributes(headers, metadata, tags, storageClass, acl, encryption, with(own, header, value));
    }

    /** Returns whether the ETag of such an object is not an MD5. */
    boolean hidesMd5() {
        return isKms() || own.containsKey(CustomerKeys.MD5);
    }

    boolean isKms() {
        return encryption.startsWith("aws:kms");
    }

    /** Returns whether the object is archived. This server never restores an object. */
    boolean isArchived() {
        return storageClass.equals("GLACIER") || storageClass.equals("DEEP_ARCHIVE");
    }

    private static Map<String, String> with(Map<String, String> map, String name, String value) {
        Map<String, String> changed = new LinkedHashMap<>(map);
        changed.put(name, value);
        return changed;
    }
}
