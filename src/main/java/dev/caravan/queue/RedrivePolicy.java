package dev.caravan.queue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * The queue attribute {@code RedrivePolicy}.
 *
 * @param deadLetters ARN of the dead-letter queue; empty if none
 * @param maxReceives receipts after which Amazon SQS moves a message there
 */
public record RedrivePolicy(String deadLetters, int maxReceives) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final RedrivePolicy NONE = new RedrivePolicy("", Integer.MAX_VALUE);

    /** Reads the attribute's JSON; null or empty for a queue without a policy. */
    public static RedrivePolicy of(String json) {
        if (json == null || json.isEmpty()) {
            return NONE;
        }
        try {
            JsonNode policy = JSON.readTree(json);
            // The service writes the count as text or as a number.
            return new RedrivePolicy(
                    policy.path("deadLetterTargetArn").asText(""),
                    policy.path("maxReceiveCount").asInt(Integer.MAX_VALUE));
        } catch (JsonProcessingException e) {
            return NONE;
        }
    }

    boolean isNone() {
        return deadLetters.isEmpty();
    }

    /** Returns the name of the dead-letter queue, which is in the queue's account and region. */
    public String deadLettersName() {
        return deadLetters.substring(deadLetters.lastIndexOf(':') + 1);
    }
}
