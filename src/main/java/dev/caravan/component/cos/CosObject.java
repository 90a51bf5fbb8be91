package dev.caravan.component.cos;

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
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.http.Header;

/** An object's properties in the headers of an answer to GET or HEAD, however their names are written. */
final class CosObject {

    private static final String USER = "x-cos-meta-";

    private final Supplier<String> what;
    private final Map<String, String> user = new HashMap<>();
    private String etag = "";
    private String lastModified = "";
    // COS tells every class but this (HEAD Object, x-cos-storage-class).
    private String storageClass = "STANDARD";
    private String contentType = "";
    private String contentEncoding = "";
    private String contentLanguage = "";
    private String contentDisposition = "";
    private String cacheControl = "";
    private String expires = "";
    private String crc64 = "";
    private boolean encrypted;
    private boolean appended;

    CosObject(Supplier<String> what, Header[] headers) {
        this.what = what;
        for (Header header : headers) {
            String value = header.getValue();
            if (value != null) {
                take(header.getName().toLowerCase(Locale.ROOT), value);
            }
        }
        if (etag.isEmpty()) {
            // A key that something on the way takes for the bucket's root ("..") would be answered with a listing.
            throw StoreErrors.nonsense(what.get(), "it has no ETag, as every object has");
        }
    }

    private void take(String name, String value) {
        switch (name) {
            case "etag" -> etag = Etag.unquoted(value);
            case "last-modified" -> lastModified = value;
            case "content-type" -> contentType = text(value);
            case "content-encoding" -> contentEncoding = text(value);
            case "content-language" -> contentLanguage = text(value);
            case "content-disposition" -> contentDisposition = text(value);
            case "cache-control" -> cacheControl = text(value);
            case "expires" -> expires = text(value);
            case "x-cos-storage-class" -> storageClass = value.isEmpty() ? storageClass : value;
            case "x-cos-hash-crc64ecma" -> crc64 = value;
            case "x-cos-object-type" -> appended = !value.equalsIgnoreCase("normal");
            case "x-cos-server-side-encryption", "x-cos-server-side-encryption-customer-algorithm" -> encrypted = true;
            default -> {
                if (name.startsWith(USER)) {
                    user.merge(name.substring(USER.length()), text(value), (a, b) -> a + "," + b);
                }
            }
        }
    }

    /** COS sends text as UTF-8; here it has arrived a character a byte. What isn't UTF-8 stays so. */
    private static String text(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) >= 0x80) {
                try {
                    return StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(value.getBytes(StandardCharsets.ISO_8859_1)))
                            .toString();
                } catch (CharacterCodingException e) {
                    return value;
                }
            }
        }
        return value;
    }

    String etag() {
        return etag;
    }

    ObjectInfo info(String key, long size, boolean withMetadata) {
        return new ObjectInfo(
                key,
                size,
                etag,
                // That of an encrypted object "isn't necessarily the MD5" (COS, "Common Response Headers").
                Etag.looksLikeMd5(etag) && !encrypted && !appended,
                time(),
                storageClass,
                withMetadata ? metadata() : ObjectMetadata.NONE,
                isNumber(crc64) ? new ContentChecksum(ContentChecksum.Kind.CRC64, crc64) : null);
    }

    private ObjectMetadata metadata() {
        return new ObjectMetadata(
                        contentType,
                        contentEncoding,
                        contentLanguage,
                        contentDisposition,
                        cacheControl,
                        expires,
                        user,
                        Map.of())
                .asText();
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

    private static boolean isNumber(String text) {
        try {
            Long.parseUnsignedLong(text);
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
