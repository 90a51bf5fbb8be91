package dev.caravan.local;

import static dev.caravan.local.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.sqs.model.Message;

class LocalControlPlaneIT {

    @Test
    void theQueueKeepsWhatIsSentAndLaysAsideWhatIsReceivedTooOften() {
        try (LocalQueue queue = LocalQueue.start()) {
            queue.send("one");
            assertThat(queue.depth()).isEqualTo(new LocalQueue.Depth(1, 0));
            for (int i = 0; i < LocalQueue.MAX_RECEIVES; i++) {
                assertThat(queue.client()
                                .receiveMessage(ask -> ask.queueUrl(queue.url()).visibilityTimeout(0))
                                .messages())
                        .extracting(Message::body)
                        .containsExactly("one");
            }
            assertThat(queue.client()
                            .receiveMessage(ask -> ask.queueUrl(queue.url()))
                            .messages())
                    .isEmpty();
            assertThat(queue.deadLetters().all()).isEqualTo(1);
            assertThat(queue.peekDeadLetters()).extracting(Message::body).containsExactly("one");
        }
    }

    @Test
    void theTableKeepsWhatIsPut() {
        try (LocalTable table = LocalTable.start()) {
            Map<String, AttributeValue> item =
                    Map.of("ObjectKey", AttributeValue.fromS("a"), "Size", AttributeValue.fromN("7"));
            table.client().putItem(put -> put.tableName(LocalTable.NAME).item(item));
            assertThat(table.record("a")).isEqualTo(item);
            assertThat(table.attribute("a", "Size")).isEqualTo("7");
            assertThat(table.record("b")).isEmpty();
        }
    }
}
