package dev.caravan.queue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * The queue attribute {@code RedrivePolicy}.
 *
 * @param deadLetters the ARN of the dead-letter queue; empty where there is none
 * @param maxReceives after so many receipts Amazon SQS lays a message aside
 */
public record RedrivePolicy(String deadLetters, int maxReceives) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final RedrivePolicy NONE = new RedrivePolicy("", Integer.MAX_VALUE);

    /** Reads the JSON of the attribute; null or empty where the queue has none. */
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

    /** The dead-letter queue's name. It is in the same account and region as the queue. */
    public String deadLettersName() {
        return deadLetters.substring(deadLetters.lastIndexOf(':') + 1);
    }
}
