package dev.caravan.component.cos;

import dev.caravan.component.StorageClasses;
import dev.caravan.component.wire.ContentHeaders;
import dev.caravan.component.wire.Described;
import dev.caravan.component.wire.StoreErrors;
import dev.caravan.store.ContentChecksum;
import dev.caravan.store.Etag;
import dev.caravan.store.ObjectInfo;
import dev.caravan.store.ObjectMetadata;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.hc.core5.http.Header;

/** An object's properties in the headers of an answer to GET or HEAD. */
final class CosObject implements Described {

    private static final String USER = "x-cos-meta-";

    private final ContentHeaders headers;
    private final boolean withMetadata;
    private final StorageClasses classes;
    // COS sends every class but this (HEAD Object, x-cos-storage-class).
    private String storageClass = "STANDARD";
    private String crc64 = "";
    private boolean encrypted;
    private boolean appended;

    /** Reads the headers; {@code classes} are the storage classes that a copy keeps, null for none. */
    CosObject(Supplier<String> what, Header[] headers, boolean withMetadata, StorageClasses classes) {
        this.classes = classes;
        this.headers = new ContentHeaders(what, headers, USER, true, this::take);
        this.withMetadata = withMetadata;
        if (etag().isEmpty()) {
            // A key that something on the way takes for the bucket's root ("..") would be answered with a listing.
            throw StoreErrors.nonsense(what.get(), "it has no ETag, as every object has");
        }
    }

    private void take(String name, String value) {
        switch (name) {
            case "x-cos-storage-class" -> storageClass = value.isEmpty() ? storageClass : value;
            case "x-cos-hash-crc64ecma" -> crc64 = value;
            case "x-cos-object-type" -> appended = !value.equalsIgnoreCase("normal");
            case "x-cos-server-side-encryption", "x-cos-server-side-encryption-customer-algorithm" -> encrypted = true;
            default -> {
                // Nothing that is copied.
            }
        }
    }

    @Override
    public String etag() {
        return headers.etag();
    }

    @Override
    public ObjectInfo info(String key, long size) {
        ObjectMetadata metadata = withMetadata ? headers.metadata(Map.of()) : ObjectMetadata.NONE;
        return new ObjectInfo(
                key,
                size,
                etag(),
                // That of an encrypted object "isn't necessarily the MD5" (COS, "Common Response Headers").
                Etag.looksLikeMd5(etag()) && !encrypted && !appended,
                headers.lastModified(),
                storageClass,
                classes == null ? metadata : metadata.with(classes.traits(storageClass)),
                isNumber(crc64) ? new ContentChecksum(ContentChecksum.Kind.CRC64, crc64) : null);
    }

    private static boolean isNumber(String text) {
        try {
            Long.parseUnsignedLong(text);
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
