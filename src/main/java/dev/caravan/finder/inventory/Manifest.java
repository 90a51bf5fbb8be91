package dev.caravan.finder.inventory;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.job.Printable;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The manifest of an inventory (Amazon S3, "Locating your inventory list").
 *
 * @param sourceBucket the bucket with the objects
 * @param created when the inventory was started; null if unknown
 * @param format CSV or Parquet
 * @param fields columns of CSV files; empty for Parquet, whose files name them
 * @param files with the objects
 */
record Manifest(String sourceBucket, Instant created, String format, List<String> fields, List<DataFile> files) {

    static final String CSV = "CSV";
    static final String PARQUET = "Parquet";

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * A file of the inventory.
     *
     * @param key in the inventory's bucket
     * @param md5 in lower-case hexadecimal; empty if absent
     */
    record DataFile(String key, String md5) {}

    /** @throws InventoryException if it is no manifest of a readable inventory */
    static Manifest parse(byte[] text, String name) throws InventoryException {
        JsonNode json;
        try {
            json = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw InventoryException.wrong(name + " is not JSON; name the inventory's manifest.json");
        } catch (IOException e) {
            throw InventoryException.unread(name + " can't be read: " + e.getMessage(), e);
        }
        String format = json.path("fileFormat").asText();
        if (format.isEmpty() || !json.path("files").isArray()) {
            throw InventoryException.wrong(name + " has no fileFormat or no files; name the inventory's manifest.json");
        }
        if (!format.equals(CSV) && !format.equals(PARQUET)) {
            throw InventoryException.wrong(name + " is of the format " + Printable.of(format)
                    + ", which can't be read; have the inventory written as CSV or Parquet");
        }
        List<DataFile> files = new ArrayList<>();
        for (JsonNode file : json.path("files")) {
            DataFile data = new DataFile(
                    file.path("key").asText(), file.path("MD5checksum").asText().toLowerCase(Locale.ROOT));
            if (data.key().isEmpty()) {
                throw InventoryException.wrong(name + " names a file without a key");
            }
            files.add(data);
        }
        return new Manifest(
                json.path("sourceBucket").asText(),
                json.path("creationTimestamp").asLong(0) > 0
                        ? Instant.ofEpochMilli(json.path("creationTimestamp").asLong())
                        : null,
                format,
                format.equals(CSV)
                        ? Arrays.stream(json.path("fileSchema").asText().split(",", -1))
                                .map(String::strip)
                                .toList()
                        : List.of(),
                files);
    }
}
