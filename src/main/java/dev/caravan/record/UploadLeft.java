package dev.caravan.record;

import java.util.Map;

/**
 * An upload that our own record says was begun and not ended.
 *
 * @param uploadId of the upload
 * @param sourceEtag of the version that it was to hold
 * @param size of that version in bytes
 */
public record UploadLeft(String uploadId, String sourceEtag, long size) {

    /** Reads a row of the records; column names in any case, as databases give them back. */
    public static UploadLeft of(Map<?, ?> row) {
        String uploadId = "";
        String sourceEtag = "";
        long size = -1;
        for (Map.Entry<?, ?> column : row.entrySet()) {
            String name = String.valueOf(column.getKey());
            if (name.equalsIgnoreCase("UploadId")) {
                uploadId = String.valueOf(column.getValue());
            } else if (name.equalsIgnoreCase("SourceEtag")) {
                sourceEtag = String.valueOf(column.getValue());
            } else if (name.equalsIgnoreCase("Size") && column.getValue() instanceof Number number) {
                size = number.longValue();
            }
        }
        return uploadId.isEmpty() ? null : new UploadLeft(uploadId, sourceEtag, size);
    }
}
