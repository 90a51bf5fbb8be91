package dev.caravan.local;

import java.util.Map;

/**
 * One request in the log.
 *
 * @param bucket null where none was named, as is {@code key}
 * @param query decoded
 * @param headers names in lower case
 * @param status of the answer; 0 while there is none, or if the connection broke before
 * @param errorCode the S3 code of an error, else null
 */
public record RequestRecord(
        Operation operation,
        String bucket,
        String key,
        Map<String, String> query,
        Map<String, String> headers,
        int status,
        String errorCode) {

    /** The Range header, or null. */
    public String range() {
        return headers.get("range");
    }

    public String header(String lowerCaseName) {
        return headers.get(lowerCaseName);
    }
}
