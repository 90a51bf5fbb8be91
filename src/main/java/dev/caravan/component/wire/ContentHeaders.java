package dev.caravan.component.wire;

import dev.caravan.job.Printable;
import dev.caravan.store.Etag;
import dev.caravan.store.ObjectMetadata;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.hc.core5.http.Header;

/** The object properties in the headers of an answer to GET or HEAD, for all providers. */
public final class ContentHeaders {

    private final Supplier<String> what;
    private final String userPrefix;
    private final boolean text;
    private final Map<String, String> content = new HashMap<>();
    private final Map<String, String> user = new HashMap<>();
    private final Map<String, String> conflicts = new HashMap<>(0);
    private String etag = "";
    private String lastModified = "";

    /**
     * Reads an answer's headers; names are case-insensitive.
     *
     * @param what describes the request, for messages
     * @param userPrefix of user metadata names, in lower case, for example {@code x-amz-meta-}
     * @param text whether header values are UTF-8; otherwise each byte stays one character
     * @param own takes provider-specific headers by lower-case name
     */
    public ContentHeaders(
            Supplier<String> what, Header[] headers, String userPrefix, boolean text, BiConsumer<String, String> own) {
        this.what = what;
        this.userPrefix = userPrefix;
        this.text = text;
        for (Header header : headers) {
            if (header.getValue() != null) {
                String value = text ? characters(header.getValue()) : header.getValue();
                take(header.getName(), header.getName().toLowerCase(Locale.ROOT), value, own);
            }
        }
    }

    /** Reads an answer's headers, whose values are UTF-8. */
    public ContentHeaders(Supplier<String> what, Answer answer, String userPrefix) {
        this(what, answer.headers(), userPrefix, true, (name, value) -> {});
    }

    private void take(String sent, String name, String value, BiConsumer<String, String> own) {
        switch (name) {
            case "etag" -> etag = Etag.unquoted(value);
            case "last-modified" -> lastModified = value;
            case "content-type", "content-disposition", "expires", "x-amz-website-redirect-location" ->
                single(sent, name, value);
            case "content-encoding", "content-language", "cache-control" -> joined(name, value);
            default -> {
                if (name.startsWith(userPrefix)) {
                    user.merge(name.substring(userPrefix.length()), value, (a, b) -> a + "," + b);
                } else {
                    own.accept(name, value);
                }
            }
        }
    }

    /** Joins the values of a list header that has several lines (RFC 9110, 5.3). */
    private void joined(String name, String value) {
        if (!value.isEmpty()) {
            content.merge(name, value, (before, more) -> before + ", " + more);
        }
    }

    /** Takes the value of a header that is no list. Two different values fail only where metadata is read. */
    private void single(String sent, String name, String value) {
        String before = value.isEmpty() ? null : content.putIfAbsent(name, value);
        if (before != null && !before.equals(value)) {
            conflicts.put(name, ConflictingHeadersException.message(sent, before, value));
        }
    }

    /** Decodes a value that arrived as one character per byte. Invalid UTF-8 stays as it is. */
    private static String characters(String bytes) {
        for (int i = 0; i < bytes.length(); i++) {
            if (bytes.charAt(i) >= 0x80) {
                try {
                    return StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1)))
                            .toString();
                } catch (CharacterCodingException e) {
                    return bytes;
                }
            }
        }
        return bytes;
    }

    /** Returns the ETag without quotes; empty if absent. */
    public String etag() {
        return etag;
    }

    /** Returns a header that is copied with the content, by its lower-case name; empty if absent. */
    public String header(String name) {
        return content.getOrDefault(name, "");
    }

    /** Replaces a header that is present; null drops it. */
    public void replace(String name, UnaryOperator<String> replacement) {
        content.computeIfPresent(name, (same, value) -> replacement.apply(value));
    }

    /** Drops headers that are the service's own. */
    public void forget(String... names) {
        for (String name : names) {
            content.remove(name);
            conflicts.remove(name);
        }
    }

    /**
     * Returns the metadata.
     *
     * @throws dev.caravan.store.InvalidException if a header has two values of which only one can be kept
     */
    public ObjectMetadata metadata(Map<String, String> tags) {
        for (String conflict : conflicts.values()) {
            throw StoreErrors.nonsense(what.get(), conflict);
        }
        ObjectMetadata metadata = new ObjectMetadata(content, user, tags);
        return text ? metadata.asText() : metadata;
    }

    /** Returns the time by the store's clock; the epoch if absent. */
    public Instant lastModified() {
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
