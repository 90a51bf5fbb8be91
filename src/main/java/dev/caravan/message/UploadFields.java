package dev.caravan.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.checksum.KeptChecksum;
import dev.caravan.store.ContentChecksum.Kind;

/** Reads the untrusted fields of messages about an upload. */
public final class UploadFields {

    /** The longest partition key of a table in bytes (Amazon DynamoDB, "Quotas"). */
    private static final int MAX_UPLOAD_ID = 2048;

    private UploadFields() {}

    public static String type(UploadMessage message) {
        if (message instanceof PartMessage) {
            return "part";
        }
        return message instanceof CompleteMessage ? "complete" : "abort";
    }

    static void write(UploadMessage message, ObjectNode node) {
        node.put("uploadId", message.uploadId());
        if (message instanceof PartMessage part) {
            node.put("partNumber", part.partNumber())
                    .put("parts", part.parts())
                    .put("offset", part.offset())
                    .put("length", part.length())
                    .put("etag", part.etag());
            if (part.kept() != null) {
                node.put("checksum", part.kept().name());
            }
        } else if (message instanceof AbortMessage abort && !abort.reason().isEmpty()) {
            node.put("reason", abort.reason());
        }
    }

    static PartMessage part(String key, JsonNode node) {
        int parts = (int) number(node, "parts", 1, PartPlan.MAX_PARTS);
        int partNumber = (int) number(node, "partNumber", 1, parts);
        long length = number(node, "length", 1, PartPlan.MAX_PART_SIZE);
        long offset = number(node, "offset", 0, PartPlan.MAX_SIZE - length);
        String etag = Fields.etag(node, "etag");
        if (etag.isEmpty()) {
            throw new InvalidMessageException("etag: missing or empty, so that parts of two versions could be mixed");
        }
        return new PartMessage(key, uploadId(node), partNumber, parts, offset, length, etag, kept(node));
    }

    /** Reads the kind of checksum that verifies parts; null if none is named. */
    private static Kind kept(JsonNode node) {
        String name = Fields.text(node, "checksum");
        if (name.isEmpty()) {
            return null;
        }
        for (Kind kind : Kind.values()) {
            if (kind.name().equals(name) && KeptChecksum.isOfParts(kind)) {
                return kind;
            }
        }
        throw new InvalidMessageException("checksum: none that parts can have");
    }

    /** Reads the upload ID, which becomes part of a URL: refuses characters that no store uses. */
    static String uploadId(JsonNode node) {
        String id = Fields.required(node, "uploadId");
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
