package dev.caravan.queue;

import java.util.Map;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/**
 * Lays messages aside that failed for good, with the reason: at once, where Amazon SQS itself would let them be received until it has counted
 * enough. The message is sent before it is deleted, so that it is never lost; at worst it is there twice.
 *
 * @param queueUrl empty where there is no such place: then the record is all that is left of a message that failed
 */
record DeadLetters(SqsClient client, String queueUrl) {

    /** The attribute of a dead letter that holds its reason. The message keeps it when it is moved back. */
    static final String REASON = "Reason";

    private static final int LONGEST_REASON = 1000;

    /**
     * Lays it aside.
     *
     * @throws SdkException when it couldn't be sent: then it must not be deleted
     */
    void add(Receipt receipt) {
        if (queueUrl.isEmpty()) {
            return;
        }
        MessageAttributeValue reason = MessageAttributeValue.builder()
                .dataType("String")
                .stringValue(printable(receipt.reason()))
                .build();
        client.sendMessage(message ->
                message.queueUrl(queueUrl).messageBody(receipt.body()).messageAttributes(Map.of(REASON, reason)));
    }

    /** An attribute is never empty and takes only some of Unicode (Amazon SQS, SendMessage). */
    private static String printable(String reason) {
        StringBuilder text = new StringBuilder();
        reason.codePoints()
                .limit(LONGEST_REASON)
                .map(c -> c >= 0x20 && c <= 0x7E ? c : '?')
                .forEach(text::appendCodePoint);
        return text.isEmpty() ? "unknown" : text.toString();
    }
}
