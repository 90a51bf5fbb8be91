package dev.caravan.component.oss;

import dev.caravan.component.StorageClasses;
import dev.caravan.component.wire.ContentHeaders;
import dev.caravan.component.wire.Described;
import dev.caravan.store.ContentChecksum;
import dev.caravan.store.Etag;
import dev.caravan.store.ObjectInfo;
import dev.caravan.store.ObjectMetadata;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.hc.core5.http.Header;

/** An object's properties in the headers of an answer to GET or HEAD (Aliyun OSS, "HeadObject"). */
final class OssHeaders implements Described {

    static final String NORMAL = "Normal";

    private static final String USER = "x-oss-meta-";

    private final ContentHeaders headers;
    private final boolean withMetadata;
    private final StorageClasses classes;
    private String storageClass = "";
    private String type = "";
    private String crc64 = "";
    private String md5 = "";
    private String encryption = "";
    private boolean forcedDownload;

    /** Reads the headers; {@code classes} are the storage classes that a copy keeps, null for none. */
    OssHeaders(Supplier<String> what, Header[] headers, boolean withMetadata, StorageClasses classes) {
        this.classes = classes;
        this.headers = new ContentHeaders(what, headers, USER, true, this::take);
        this.withMetadata = withMetadata;
        if (forcedDownload && this.headers.header("content-disposition").equals("attachment")) {
            // The service's own names add this to what anybody may read; it isn't the object's.
            this.headers.forget("content-disposition");
        }
    }

    private void take(String name, String value) {
        switch (name) {
            case "content-md5" -> md5 = value;
            case "x-oss-storage-class" -> storageClass = value;
            case "x-oss-object-type" -> type = value;
            case "x-oss-hash-crc64ecma" -> crc64 = value;
            case "x-oss-server-side-encryption" -> encryption = value;
            case "x-oss-force-download" -> forcedDownload = value.equalsIgnoreCase("true");
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
                etagIsMd5(),
                headers.lastModified(),
                storageClass,
                classes == null ? metadata : metadata.with(classes.traits(storageClass)),
                crc64.isEmpty() ? null : new ContentChecksum(ContentChecksum.Kind.CRC64, crc64));
    }

    /**
     * Returns whether the ETag is an MD5: only for objects put in one piece ("Common response headers"). Objects
     * encrypted with KMS aren't trusted. If Content-MD5 is present, both must be equal.
     */
    private boolean etagIsMd5() {
        if (!type.equals(NORMAL) || !Etag.looksLikeMd5(etag()) || encryption.startsWith("KMS")) {
            return false;
        }
        try {
            return md5.isEmpty()
                    || HexFormat.of().formatHex(Base64.getDecoder().decode(md5)).equalsIgnoreCase(etag());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
