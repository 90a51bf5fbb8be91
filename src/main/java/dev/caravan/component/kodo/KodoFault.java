package dev.caravan.component.kodo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.caravan.component.wire.Answer;
import dev.caravan.component.wire.StoreDates;
import dev.caravan.component.wire.StoreXml;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;

/**
 * A refusal of Kodo.
 *
 * @param status HTTP status, including many that only Kodo uses
 * @param code error word; mostly empty
 * @param text Kodo's message; may be empty
 * @param requestId Qiniu's request ID; may be empty
 * @param skew how far its clock is ahead of this machine's; zero if unknown
 */
record KodoFault(int status, String code, String text, String requestId, Duration skew) {

    private static final ObjectMapper JSON = new ObjectMapper();

    static KodoFault read(Answer answer) {
        return parse(answer.status(), answer.refusal(), answer.header("X-Reqid"), skew(answer.header("Date")));
    }

    static KodoFault parse(int status, byte[] body, String requestId, Duration skew) {
        JsonNode fault = MissingNode.getInstance();
        String text = "";
        try {
            fault = JSON.readTree(body);
            text = fault.path("error").asText("");
        } catch (IOException ignored) {
            // Not every gateway answers with Kodo's JSON.
        }
        String code = fault.path("error_code").asText("");
        return new KodoFault(status, code, text.isEmpty() ? StoreXml.page(body) : text, requestId, skew);
    }

    private static Duration skew(String date) {
        try {
            return date.isEmpty() ? Duration.ZERO : Duration.between(Instant.now(), StoreDates.header(date));
        } catch (DateTimeException e) {
            return Duration.ZERO;
        }
    }
}
