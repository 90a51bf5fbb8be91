package dev.caravan.queue;

import java.util.Map;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/**
 * Moves messages that failed for good to the dead-letter queue at once, with the reason; Amazon SQS would deliver them
 * until its count is reached. Sends before deleting, so that no message is lost; it may be duplicated.
 *
 * @param queueUrl empty without a dead-letter queue: then only the record remains
 */
record DeadLetters(SqsClient client, String queueUrl) {

    /** The attribute with the reason. The message keeps it when it is moved back. */
    static final String REASON = "Reason";

    private static final int LONGEST_REASON = 1000;

    /** Sends the dead letter; if it throws {@link SdkException}, don't delete the message. */
    void add(Receipt receipt) {
        if (queueUrl.isEmpty()) {
            return;
        }
        MessageAttributeValue reason = MessageAttributeValue.builder()
                .dataType("String")
                .stringValue(printable(receipt.reason()))
                .build();
        client.sendMessage(message ->
                message.queueUrl(queueUrl).messageBody(receipt.body).messageAttributes(Map.of(REASON, reason)));
    }

    /** Returns the reason as a valid attribute: not empty, without forbidden Unicode (Amazon SQS, SendMessage). */
    private static String printable(String reason) {
        StringBuilder text = new StringBuilder();
        reason.codePoints()
                .limit(LONGEST_REASON)
                .map(c -> c >= 0x20 && c <= 0x7E ? c : '?')
                .forEach(text::appendCodePoint);
        return text.isEmpty() ? "unknown" : text.toString();
    }
}
