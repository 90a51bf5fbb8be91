package dev.caravan.local;

import java.util.Map;

/**
 * One request in the log.
 *
 * @param bucket null if the request names none
 * @param key null if the request names none
 * @param query decoded
 * @param headers names in lower case
 * @param status of the response; 0 if there is none yet or the connection broke first
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

    /** Returns the Range header, or null. */
    public String range() {
        return headers.get("range");
    }

    public String header(String lowerCaseName) {
        return headers.get(lowerCaseName);
    }
}
