package dev.caravan.queue;

import static dev.caravan.local.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;

class QueueJsonTest {

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void messagesAreReadWithTheAttributesOfTheService() throws Exception {
        assertThat(QueueJson.messages(200, bytes("""
                        {"Messages":[{"MessageId":"m","ReceiptHandle":"r","Body":"hello","Unknown":{"a":[1]},
                        "MD5OfBody":"5d41402abc4b2a76b9719d911017c592","Attributes":{"ApproximateReceiveCount":"2"},
                        "MessageAttributes":{"Reason":{"StringValue":"Denied: 403","DataType":"String","BinaryListValues":[]}}}]}"""))).singleElement().satisfies(message -> {
            assertThat(message.messageId()).isEqualTo("m");
            assertThat(message.receiptHandle()).isEqualTo("r");
            assertThat(message.body()).isEqualTo("hello");
            assertThat(message.attributes()).containsEntry(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT, "2");
            assertThat(message.messageAttributes().get("Reason").stringValue()).isEqualTo("Denied: 403");
        });
        assertThat(QueueJson.messages(200, bytes("{}"))).isEmpty();
        assertThat(QueueJson.messages(400, bytes("{}"))).isNull();
    }

    @Test
    void aMessageWithOtherBytesThanItsMd5IsNotTaken() {
        assertThatThrownBy(
                        () -> QueueJson.messages(
                                200,
                                bytes(
                                        "{\"Messages\":[{\"Body\":\"jello\",\"MD5OfBody\":\"5d41402abc4b2a76b9719d911017c592\"}]}")))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> QueueJson.messages(200, bytes("{\"Messages\":[{\"Body\":\"x\"")))
                .isInstanceOf(IOException.class);
    }

    @Test
    void whatCouldNotBeDeletedIsRead() throws Exception {
        assertThat(QueueJson.failures(200, bytes("""
                        {"Successful":[{"Id":"0"}],"Failed":[{"Id":"1","Code":"Busy","SenderFault":false,"Message":"x"}]}""")))
                .containsExactly(BatchResultErrorEntry.builder()
                        .id("1")
                        .code("Busy")
                        .senderFault(false)
                        .build());
        assertThat(QueueJson.failures(200, bytes("{\"Successful\":[{\"Id\":\"0\"}]}")))
                .isEmpty();
        assertThat(QueueJson.failures(500, bytes("{}"))).isNull();
    }

    @Test
    void requestsSayWhatTheClientsWouldSay() throws Exception {
        assertThat(new String(
                        QueueJson.receive(ReceiveMessageRequest.builder()
                                .queueUrl("url")
                                .messageSystemAttributeNames(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT)
                                .maxNumberOfMessages(7)
                                .visibilityTimeout(60)
                                .waitTimeSeconds(5)
                                .build()),
                        StandardCharsets.UTF_8))
                .isEqualTo("{\"QueueUrl\":\"url\",\"MessageSystemAttributeNames\":[\"ApproximateReceiveCount\"],"
                        + "\"MaxNumberOfMessages\":7,\"VisibilityTimeout\":60,\"WaitTimeSeconds\":5}");
        assertThat(new String(
                        QueueJson.delete(DeleteMessageBatchRequest.builder()
                                .queueUrl("url")
                                .entries(DeleteMessageBatchRequestEntry.builder()
                                        .id("0")
                                        .receiptHandle("h")
                                        .build())
                                .build()),
                        StandardCharsets.UTF_8))
                .isEqualTo("{\"QueueUrl\":\"url\",\"Entries\":[{\"Id\":\"0\",\"ReceiptHandle\":\"h\"}]}");
    }

    @Test
    void emptyMessagesAreMessages() throws Exception {
        assertThat(QueueJson.messages(200, bytes("{\"Messages\":[{\"MessageId\":\"m\"}]}")))
                .containsExactly(Message.builder().messageId("m").build());
    }
}
