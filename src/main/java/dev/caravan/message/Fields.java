package dev.caravan.message;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.checksum.KeptChecksum;
import dev.caravan.job.KeyLength;
import dev.caravan.store.ContentChecksum.Kind;
import dev.caravan.store.EncodedKey;
import dev.caravan.store.Etag;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;

/** Reads untrusted JSON fields. Error messages name the field and never show its value. */
final class Fields {

    /** The longest accepted ETag; no store's is near it. */
    private static final int MAX_ETAG = 1024;

    /** The longest partition key of a table in bytes (Amazon DynamoDB, "Quotas"). */
    private static final int MAX_UPLOAD_ID = 2048;

    /** Three times the length of observed sequencers. */
    private static final int SEQUENCER = 64;

    private Fields() {}

    /** Reads a text; empty if missing or null. */
    static String text(JsonNode node, String name) {
        JsonNode value = node.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return "";
        }
        if (!value.isTextual()) {
            throw new InvalidMessageException(name + ": not text");
        }
        return value.textValue();
    }

    static String required(JsonNode node, String name) {
        String text = text(node, name);
        if (text.isEmpty()) {
            throw new InvalidMessageException(name + ": missing or empty");
        }
        return text;
    }

    static JsonNode object(JsonNode node, String name) {
        JsonNode value = node.path(name);
        if (!value.isObject()) {
            throw new InvalidMessageException(name + ": missing, or not an object");
        }
        return value;
    }

    static String key(JsonNode node) {
        return checked(keyText(node));
    }

    /** Reads a URL-encoded key, as in S3's event notifications. */
    static String encodedKey(JsonNode node) {
        String text = keyText(node);
        try {
            return checked(EncodedKey.decode(text));
        } catch (CharacterCodingException e) {
            throw new InvalidMessageException("key: not URL-encoded UTF-8");
        }
    }

    private static String keyText(JsonNode node) {
        JsonNode key = node.path("key");
        if (!key.isTextual() || key.textValue().isEmpty()) {
            throw new InvalidMessageException("key: missing, empty, or not text");
        }
        return key.textValue();
    }

    private static String checked(String key) {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(key)) {
            throw new InvalidMessageException("key: half of a surrogate pair, which no store can hold");
        }
        if (KeyLength.isTooLong(key)) {
            throw new InvalidMessageException("key: longer than 1,024 bytes in UTF-8");
        }
        return key;
    }

    static long size(JsonNode node) {
        JsonNode size = node.path("size");
        if (!size.isIntegralNumber() || !size.canConvertToLong() || size.longValue() < 0) {
            throw new InvalidMessageException("size: missing, or not a number of bytes");
        }
        if (size.longValue() > PartPlan.MAX_SIZE) {
            throw new InvalidMessageException("size: more than an object can have (48.8 TiB)");
        }
        return size.longValue();
    }

    /** Reads an ETag without quotes; empty if missing. Refuses line feeds, because it becomes a header. */
    static String etag(JsonNode node, String name) {
        String etag = Etag.unquoted(text(node, name));
        if (etag.length() > MAX_ETAG) {
            throw new InvalidMessageException(name + ": longer than 1,024 characters");
        }
        for (int i = 0; i < etag.length(); i++) {
            if (Character.isISOControl(etag.charAt(i))) {
                throw new InvalidMessageException(name + ": a control character, which no ETag has");
            }
        }
        return etag;
    }

    /** Reads an event's sequencer; empty if missing. */
    static String sequencer(JsonNode node) {
        return sequencer(text(node, "sequencer"));
    }

    /**
     * Returns a sequencer in a form that compares byte by byte, as a table's conditions do: upper-case, padded to 64
     * digits. Sequencers are hexadecimal texts of varying length; padded with zeros on the right, the later event about
     * a key has the greater one (Amazon S3, "Event message structure").
     */
    static String sequencer(String text) {
        if (text.length() > SEQUENCER) {
            throw new InvalidMessageException("sequencer: longer than " + SEQUENCER + " digits");
        }
        if (!text.chars().allMatch(HexFormat::isHexDigit)) {
            throw new InvalidMessageException("sequencer: not hexadecimal");
        }
        return text.isEmpty() ? "" : text.toUpperCase(Locale.ROOT) + "0".repeat(SEQUENCER - text.length());
    }

    /** Reads the kind of checksum that verifies parts; null if none is named. */
    static Kind kept(JsonNode node) {
        String name = text(node, "checksum");
        if (name.isEmpty()) {
            return null;
        }
        return Arrays.stream(Kind.values())
                .filter(kind -> kind.name().equals(name) && KeptChecksum.isOfParts(kind))
                .findFirst()
                .orElseThrow(() -> new InvalidMessageException("checksum: none that parts can have"));
    }

    /** Reads the upload ID, which becomes part of a URL: refuses characters that no store uses. */
    static String uploadId(JsonNode node) {
        String id = required(node, "uploadId");
        if (id.length() > MAX_UPLOAD_ID) {
            throw new InvalidMessageException("uploadId: longer than 2,048 characters");
        }
        if (!id.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new InvalidMessageException("uploadId: a character that is not printable ASCII");
        }
        return id;
    }

    static long number(JsonNode node, String name, long least, long most) {
        JsonNode value = node.path(name);
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw new InvalidMessageException(name + ": missing, or not a whole number");
        }
        if (value.longValue() < least || value.longValue() > most) {
            throw new InvalidMessageException(name + ": not " + least + " to " + most);
        }
        return value.longValue();
    }
}
