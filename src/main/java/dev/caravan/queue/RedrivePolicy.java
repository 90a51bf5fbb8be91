package dev.caravan.queue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

/** The queue attribute {@code RedrivePolicy}: JSON. */
final class RedrivePolicy {

    private static final ObjectMapper JSON = new ObjectMapper();

    private RedrivePolicy() {}

    /** The ARN of the dead-letter queue; empty where there is none. */
    static String deadLetters(String policy) {
        if (policy.isEmpty()) {
            return "";
        }
        try {
            return JSON.readTree(policy).path("deadLetterTargetArn").asText("");
        } catch (JsonProcessingException e) {
            return "";
        }
    }
}
