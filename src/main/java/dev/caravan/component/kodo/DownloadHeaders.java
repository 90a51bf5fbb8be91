package dev.caravan.component.kodo;

import dev.caravan.component.wire.StoreDates;
import dev.caravan.component.wire.StoreErrors;
import dev.caravan.job.Printable;
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

/**
 * What the answer to a download tells about the object. {@code Cache-Control}, {@code Content-Disposition} and {@code Expires}
 * are the domain's own, the same for all objects: Kodo keeps none beside an object, and they aren't copied.
 */
final class DownloadHeaders {

    private static final String USER = "x-qn-meta-";
    private static final String COMPRESSED = ".gz";

    private final Supplier<String> what;
    private final Map<String, String> user = new HashMap<>();
    private String etag = "";
    private String lastModified = "";
    private String contentType = "";
    private String contentEncoding = "";
    private String contentLanguage = "";
    private boolean compressedOnTheWay;

    DownloadHeaders(Supplier<String> what, Header[] headers) {
        this.what = what;
        for (Header header : headers) {
            if (header.getValue() != null) {
                take(header.getName().toLowerCase(Locale.ROOT), header.getValue());
            }
        }
    }

    private void take(String name, String value) {
        switch (name) {
            case "etag" -> {
                String text = Etag.unquoted(value);
                compressedOnTheWay = text.endsWith(COMPRESSED);
                etag = compressedOnTheWay ? text.substring(0, text.length() - COMPRESSED.length()) : text;
            }
            case "last-modified" -> lastModified = value;
            case "content-type" -> contentType = value;
            case "content-encoding" -> contentEncoding = value.equalsIgnoreCase("identity") ? "" : value;
            case "content-language" -> contentLanguage = value;
            default -> {
                if (name.startsWith(USER)) {
                    user.merge(name.substring(USER.length()), text(value), (a, b) -> a + "," + b);
                }
            }
        }
    }

    /** Headers arrive a character a byte; Kodo's hold UTF-8. What is none stays as it is. */
    private static String text(String value) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(value.getBytes(StandardCharsets.ISO_8859_1));
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            return value;
        }
    }

    String etag() {
        return etag;
    }

    /** The encodings of the bytes that come, be they the object's or the transfer's; empty where there are none. */
    String contentEncoding() {
        return contentEncoding;
    }

    /** Whether the ETag tells that it is not the object as it is stored. */
    boolean compressedOnTheWay() {
        return compressedOnTheWay;
    }

    ObjectInfo info(String key, long size, boolean withMetadata) {
        ObjectMetadata metadata = withMetadata
                ? new ObjectMetadata(contentType, contentEncoding, contentLanguage, "", "", "", user, Map.of()).asText()
                : ObjectMetadata.NONE;
        return new ObjectInfo(key, size, etag, false, time(), "", metadata, Entry.checksum(etag));
    }

    private Instant time() {
        if (lastModified.isEmpty()) {
            return Instant.EPOCH;
        }
        try {
            return StoreDates.header(lastModified);
        } catch (DateTimeException e) {
            throw StoreErrors.nonsense(what.get(), "its Last-Modified is '" + Printable.of(lastModified) + "'");
        }
    }
}
