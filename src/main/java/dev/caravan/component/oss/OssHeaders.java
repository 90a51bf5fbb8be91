package dev.caravan.component.oss;

import dev.caravan.component.wire.StoreDates;
import dev.caravan.component.wire.StoreErrors;
import dev.caravan.job.Printable;
import dev.caravan.store.ContentChecksum;
import dev.caravan.store.Etag;
import dev.caravan.store.ObjectInfo;
import dev.caravan.store.ObjectMetadata;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.http.Header;

/** An object's properties in the headers of an answer to GET or HEAD (Aliyun OSS, "HeadObject"). */
final class OssHeaders {

    static final String NORMAL = "Normal";

    private static final String USER = "x-oss-meta-";

    private final Supplier<String> what;
    private final Map<String, String> user = new HashMap<>();
    private String etag = "";
    private String lastModified = "";
    private String storageClass = "";
    private String type = "";
    private String crc64 = "";
    private String md5 = "";
    private String encryption = "";
    private String contentType = "";
    private String contentEncoding = "";
    private String contentLanguage = "";
    private String contentDisposition = "";
    private String cacheControl = "";
    private String expires = "";
    private boolean forcedDownload;

    OssHeaders(Supplier<String> what, Header[] headers) {
        this.what = what;
        for (Header header : headers) {
            if (header.getValue() != null) {
                take(header.getName().toLowerCase(Locale.ROOT), text(header.getValue()));
            }
        }
    }

    private void take(String name, String value) {
        switch (name) {
            case "etag" -> etag = Etag.unquoted(value);
            case "last-modified" -> lastModified = value;
            case "content-type" -> contentType = value;
            case "content-encoding" -> contentEncoding = value;
            case "content-language" -> contentLanguage = value;
            case "content-disposition" -> contentDisposition = value;
            case "cache-control" -> cacheControl = value;
            case "expires" -> expires = value;
            case "content-md5" -> md5 = value;
            case "x-oss-storage-class" -> storageClass = value;
            case "x-oss-object-type" -> type = value;
            case "x-oss-hash-crc64ecma" -> crc64 = value;
            case "x-oss-server-side-encryption" -> encryption = value;
            case "x-oss-force-download" -> forcedDownload = value.equalsIgnoreCase("true");
            default -> {
                if (name.startsWith(USER)) {
                    user.merge(name.substring(USER.length()), value, (a, b) -> a + "," + b);
                }
            }
        }
    }

    /** The bytes of a header as the text that was stored: UTF-8, or one character a byte where they are none. */
    private static String text(String bytes) {
        boolean ascii = true;
        for (int i = 0; ascii && i < bytes.length(); i++) {
            ascii = bytes.charAt(i) < 0x80;
        }
        if (ascii) {
            return bytes;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1)))
                    .toString();
        } catch (CharacterCodingException e) {
            return bytes;
        }
    }

    String etag() {
        return etag;
    }

    ObjectInfo info(String key, long size, boolean withMetadata) {
        return new ObjectInfo(
                key,
                size,
                etag,
                etagIsMd5(),
                time(),
                storageClass,
                withMetadata ? metadata() : ObjectMetadata.NONE,
                checksum());
    }

    private ObjectMetadata metadata() {
        // The service's own names add this to what anybody may read; it isn't the object's.
        String disposition = forcedDownload && contentDisposition.equals("attachment") ? "" : contentDisposition;
        return new ObjectMetadata(
                        contentType,
                        contentEncoding,
                        contentLanguage,
                        disposition,
                        cacheControl,
                        expires,
                        user,
                        Map.of())
                .asText();
    }

    /**
     * Only what was put in one piece has an MD5 for an ETag ("Common response headers"); what was encrypted by a key service isn't
     * trusted to. Where the store tells the MD5 as well, both must be the same.
     */
    private boolean etagIsMd5() {
        if (!type.equals(NORMAL) || !Etag.looksLikeMd5(etag) || encryption.startsWith("KMS")) {
            return false;
        }
        try {
            return md5.isEmpty()
                    || HexFormat.of().formatHex(Base64.getDecoder().decode(md5)).equalsIgnoreCase(etag);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private ContentChecksum checksum() {
        return crc64.isEmpty() ? null : new ContentChecksum(ContentChecksum.Kind.CRC64, crc64);
    }

    private Instant time() {
        if (lastModified.isEmpty()) {
            return Instant.EPOCH;
        }
        try {
            return StoreDates.header(lastModified);
        } catch (DateTimeException e) {
            throw StoreErrors.nonsense(what.get(), "Last-Modified is " + Printable.of(lastModified));
        }
    }
}
