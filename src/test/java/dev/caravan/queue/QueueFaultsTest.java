package dev.caravan.queue;

import static dev.caravan.local.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.caravan.aws.ControlPlaneException;
import dev.caravan.job.Fleet;
import dev.caravan.job.WhenBusy;
import dev.caravan.local.LogLines;
import dev.caravan.progress.Progress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequest;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchResponse;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesResponse;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlResponse;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResultEntry;

/** Tests a queue that sends invalid responses, fails in unexpected ways, or doesn't respond. */
@Timeout(60)
class QueueFaultsTest {

    /** A queue whose responses a test defines. Every other operation fails. */
    private static class Queue implements SqsClient {
        final List<String> deleted = new CopyOnWriteArrayList<>();
        final List<ChangeMessageVisibilityBatchRequest> changes = new CopyOnWriteArrayList<>();

        @Override
        public String serviceName() {
            return "sqs";
        }

        @Override
        public void close() {}

        @Override
        public DeleteMessageBatchResponse deleteMessageBatch(DeleteMessageBatchRequest request) {
            request.entries().stream()
                    .map(DeleteMessageBatchRequestEntry::receiptHandle)
                    .forEach(deleted::add);
            return DeleteMessageBatchResponse.builder().build();
        }

        @Override
        public ChangeMessageVisibilityBatchResponse changeMessageVisibilityBatch(
                ChangeMessageVisibilityBatchRequest request) {
            changes.add(request);
            return ChangeMessageVisibilityBatchResponse.builder().build();
        }
    }

    private static void hangs(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Receipt receipt(String handle) {
        return new Receipt("id", handle, "{}", 1);
    }

    @Test
    void aMessageThatComesBackIsHeldUntilTheQueueHasAnswered() {
        List<Integer> heldMeanwhile = new ArrayList<>();
        Visibility[] visibility = new Visibility[1];
        Queue queue = new Queue() {
            @Override
            public ChangeMessageVisibilityBatchResponse changeMessageVisibilityBatch(
                    ChangeMessageVisibilityBatchRequest request) {
                heldMeanwhile.add(visibility[0].held());
                return super.changeMessageVisibilityBatch(request);
            }
        };
        visibility[0] = new Visibility(queue, "url", Duration.ofSeconds(30));
        Receipt first = receipt("first");
        Receipt second = receipt("second");
        visibility[0].hold(first);
        visibility[0].hold(second);
        visibility[0].comeBack(first, 0);
        assertThat(visibility[0].held()).isEqualTo(1);
        visibility[0].giveBackAll();
        assertThat(visibility[0].held()).isZero();
        assertThat(heldMeanwhile).containsExactly(2, 1);
        assertThat(queue.changes.get(1).entries())
                .singleElement()
                .satisfies(entry -> assertThat(entry.receiptHandle()).isEqualTo("second"));
    }

    /** A queue of dead letters. The first receive request returns all of them, and later ones none. */
    private static class Letters extends Queue {
        private final List<String> handles;
        private boolean received;

        Letters(String... handles) {
            this.handles = List.of(handles);
        }

        @Override
        public ReceiveMessageResponse receiveMessage(ReceiveMessageRequest request) {
            List<Message> messages = received
                    ? List.of()
                    : handles.stream()
                            .map(handle -> Message.builder()
                                    .messageId(handle)
                                    .receiptHandle(handle)
                                    .body("{}")
                                    .build())
                            .toList();
            received = true;
            return ReceiveMessageResponse.builder().messages(messages).build();
        }

        List<String> givenBack() {
            return changes.stream()
                    .flatMap(change -> change.entries().stream())
                    .map(entry -> entry.visibilityTimeout() + " " + entry.receiptHandle())
                    .toList();
        }
    }

    @Test
    void aDeadLetterThatTheQueueDoesNotConfirmStaysOne() throws Exception {
        Letters queue = new Letters("a", "b", "c") {
            @Override
            public SendMessageBatchResponse sendMessageBatch(SendMessageBatchRequest request) {
                return SendMessageBatchResponse.builder()
                        .successful(
                                SendMessageBatchResultEntry.builder().id("1").build())
                        .failed(BatchResultErrorEntry.builder()
                                .id("0")
                                .code("InternalError")
                                .build())
                        .build();
            }
        };
        PickedRedrive.Result result = new PickedRedrive(queue, "dead", "jobs", letter -> true).run(false);
        assertThat(queue.deleted).containsExactly("b");
        assertThat(queue.givenBack()).containsExactly("0 a", "0 c");
        assertThat(result.wanted()).isEqualTo(1);
        assertThat(result.all()).isEqualTo(3);
        assertThat(result.kinds()).isEqualTo(Map.of(PickedRedrive.NO_REASON, 1L));
        assertThat(result.refused()).isEqualTo(Map.of("couldn't be moved: InternalError", 2));
    }

    @Test
    void aDeadLetterThatIsMovedAndCannotBeDeletedIsReported() throws Exception {
        Letters queue = new Letters("a", "b") {
            @Override
            public SendMessageBatchResponse sendMessageBatch(SendMessageBatchRequest request) {
                return SendMessageBatchResponse.builder()
                        .successful(request.entries().stream()
                                .map(entry -> SendMessageBatchResultEntry.builder()
                                        .id(entry.id())
                                        .build())
                                .toList())
                        .build();
            }

            @Override
            public DeleteMessageBatchResponse deleteMessageBatch(DeleteMessageBatchRequest request) {
                return DeleteMessageBatchResponse.builder()
                        .failed(BatchResultErrorEntry.builder()
                                .id("0")
                                .code("InternalError")
                                .build())
                        .build();
            }
        };
        PickedRedrive.Result result = new PickedRedrive(queue, "dead", "jobs", letter -> true).run(false);
        assertThat(queue.givenBack()).containsExactly("0 a");
        assertThat(result.wanted()).isEqualTo(2);
        assertThat(result.refused()).isEqualTo(Map.of("were moved and are still dead letters too: InternalError", 1));
    }

    @Test
    void deadLettersThatCannotBeSentComeBackAtOnce() {
        Letters queue = new Letters("a", "b") {
            @Override
            public SendMessageBatchResponse sendMessageBatch(SendMessageBatchRequest request) {
                throw QueueDoesNotExistException.builder().message("gone").build();
            }
        };
        assertThatThrownBy(() -> new PickedRedrive(queue, "dead", "jobs", letter -> true).run(false))
                .isInstanceOf(ControlPlaneException.class);
        assertThat(queue.givenBack()).containsExactly("0 a", "0 b");
        assertThat(queue.deleted).isEmpty();
    }

    @Test
    void anAnswerThatMakesNoSenseDoesNotEndTheDeleting() throws Exception {
        Queue queue = new Queue() {
            @Override
            public DeleteMessageBatchResponse deleteMessageBatch(DeleteMessageBatchRequest request) {
                super.deleteMessageBatch(request);
                switch (deleted.size()) {
                    case 1 -> throw new IllegalStateException("connection pool shut down");
                    case 2 -> {
                        return DeleteMessageBatchResponse.builder()
                                .failed(BatchResultErrorEntry.builder()
                                        .id("never asked")
                                        .build())
                                .build();
                    }
                    default -> {
                        return DeleteMessageBatchResponse.builder().build();
                    }
                }
            }
        };
        try (Deletions deletions = new Deletions(queue, "url")) {
            deletions.start();
            deletions.add("");
            await().untilAsserted(() -> assertThat(queue.deleted).containsExactly("", ""));
            deletions.add("b");
            await().untilAsserted(() -> assertThat(queue.deleted).containsExactly("", "", "b"));
        }
    }

    @Test
    void aReceiptThatTheQueueDoesNotKnowIsExplained() throws Exception {
        Queue queue = new Queue() {
            @Override
            public DeleteMessageBatchResponse deleteMessageBatch(DeleteMessageBatchRequest request) {
                return DeleteMessageBatchResponse.builder()
                        .failed(BatchResultErrorEntry.builder()
                                .id("0")
                                .senderFault(true)
                                .code("ReceiptHandleIsInvalid")
                                .build())
                        .build();
            }
        };
        try (LogLines log = new LogLines()) {
            try (Deletions deletions = new Deletions(queue, "url")) {
                deletions.start();
                deletions.add("a");
            }
            assertThat(log.all())
                    .singleElement()
                    .asString()
                    .contains("1 messages", "(ReceiptHandleIsInvalid)", "purged")
                    .doesNotContain("null");
        }
    }

    @Test
    void aMissingDeadLetterQueueIsNamed() {
        Queue queue = new Queue() {
            @Override
            public GetQueueUrlResponse getQueueUrl(GetQueueUrlRequest request) {
                if (request.queueName().equals("jobs")) {
                    return GetQueueUrlResponse.builder().queueUrl("url").build();
                }
                throw QueueDoesNotExistException.builder()
                        .awsErrorDetails(AwsErrorDetails.builder()
                                .errorCode("QueueDoesNotExist")
                                .build())
                        .statusCode(400)
                        .build();
            }

            @Override
            public GetQueueAttributesResponse getQueueAttributes(GetQueueAttributesRequest request) {
                String policy = "{\"deadLetterTargetArn\": \"arn:aws:sqs:r:1:jobs-dead\", \"maxReceiveCount\": 5}";
                return GetQueueAttributesResponse.builder()
                        .attributes(Map.of(QueueAttributeName.REDRIVE_POLICY, policy))
                        .build();
            }
        };
        assertThatThrownBy(() -> JobQueue.find(queue, "jobs"))
                .hasMessageStartingWith("jobs-dead, the dead-letter queue of queue jobs: no resource has this name");
    }

    @Test
    void aQueueThatDoesNotAnswerKeepsNobodyFromEnding() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        Queue queue = new Queue() {
            @Override
            public DeleteMessageBatchResponse deleteMessageBatch(DeleteMessageBatchRequest request) {
                hangs(never);
                return super.deleteMessageBatch(request);
            }
        };
        Deletions deletions = new Deletions(queue, "url");
        deletions.start();
        for (int i = 0; i < 500; i++) {
            deletions.add("handle-" + i);
        }
        long begun = System.nanoTime();
        deletions.close();
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
        assertThat(queue.deleted).isEmpty();
        never.countDown();
    }

    @Test
    void nobodyWaitsForAnAnswerToEveryMessageThatGoesBack() {
        List<Integer> asked = new ArrayList<>();
        Queue queue = new Queue() {
            @Override
            public ChangeMessageVisibilityBatchResponse changeMessageVisibilityBatch(
                    ChangeMessageVisibilityBatchRequest request) {
                asked.add(request.entries().size());
                Duration limit = request.overrideConfiguration()
                        .orElseThrow()
                        .apiCallTimeout()
                        .orElseThrow();
                assertThat(limit).isLessThanOrEqualTo(Duration.ofSeconds(2));
                // The SDK also waits until the limit is reached.
                await().pollDelay(limit).until(() -> true);
                throw new IllegalStateException("timed out");
            }
        };
        Visibility visibility = new Visibility(queue, "url", Duration.ofSeconds(30));
        for (int i = 0; i < 400; i++) {
            visibility.hold(receipt("handle-" + i));
        }
        visibility.giveBackAll();
        assertThat(asked).containsExactly(10);
    }

    @Test
    void theHeartGoesOnAfterAFailureThatNobodyForesaw() {
        Queue queue = new Queue() {
            @Override
            public ChangeMessageVisibilityBatchResponse changeMessageVisibilityBatch(
                    ChangeMessageVisibilityBatchRequest request) {
                super.changeMessageVisibilityBatch(request);
                if (changes.size() == 1) {
                    throw new IllegalStateException("not foreseen");
                }
                return ChangeMessageVisibilityBatchResponse.builder().build();
            }
        };
        try (Visibility visibility = new Visibility(queue, "url", Duration.ofSeconds(3))) {
            visibility.hold(receipt("a"));
            visibility.start();
            await().untilAsserted(() -> assertThat(queue.changes).hasSizeGreaterThan(2));
        }
    }

    @Test
    void aMessageThatTheServiceDidNotHideIsHiddenWithTheNextBeat() {
        Receipt failing = receipt("failing");
        Receipt well = receipt("well");
        Queue queue = new Queue() {
            @Override
            public ChangeMessageVisibilityBatchResponse changeMessageVisibilityBatch(
                    ChangeMessageVisibilityBatchRequest request) {
                super.changeMessageVisibilityBatch(request);
                return ChangeMessageVisibilityBatchResponse.builder()
                        .failed(request.entries().stream()
                                .filter(entry -> entry.receiptHandle().equals("failing"))
                                .map(entry -> BatchResultErrorEntry.builder()
                                        .id(entry.id())
                                        .senderFault(false)
                                        .code("InternalError")
                                        .build())
                                .toList())
                        .build();
            }
        };
        long before = failing.renewed();
        try (Visibility visibility = new Visibility(queue, "url", Duration.ofSeconds(3))) {
            visibility.hold(failing);
            visibility.hold(well);
            long wellBefore = well.renewed();
            visibility.start();
            await().until(() -> well.renewed() != wellBefore);
            assertThat(failing.renewed()).isEqualTo(before);
        }
    }

    @Test
    void moreMessagesThanWereAskedForTakeNoSlots() throws Exception {
        Queue queue = new Queue() {
            @Override
            public ReceiveMessageResponse receiveMessage(ReceiveMessageRequest request) {
                List<Message> three = List.of(
                        Message.builder().body("1").build(),
                        Message.builder().body("2").build(),
                        Message.builder().body("3").build());
                return ReceiveMessageResponse.builder().messages(three).build();
            }
        };
        FreeSlots slots = new FreeSlots(2);
        slots.open();
        ReceivingClient client = new ReceivingClient(queue, slots);
        ReceiveMessageRequest ten =
                ReceiveMessageRequest.builder().maxNumberOfMessages(10).build();
        assertThat(client.receiveMessage(ten).messages())
                .extracting(Message::body)
                .containsExactly("1", "2");
        client.arrived();
        client.arrived();
        assertThat(client.expectsMore()).isFalse();
        slots.giveBack(2);
        assertThat(slots.take(10)).isEqualTo(2);
    }

    @Test
    void aNumberOfSlotsThatShrinksHoldsOnceWorkIsGivenBack() throws Exception {
        FreeSlots slots = new FreeSlots(9);
        slots.resize(4);
        slots.open();
        assertThat(slots.take(9)).isEqualTo(4);
        assertThat(slots.areTaken()).isTrue();
        slots.resize(6);
        assertThat(slots.take(10)).isEqualTo(2);
        slots.resize(3);
        slots.giveBack(3);
        assertThat(slots.areTaken()).isTrue();
        slots.giveBack(3);
        assertThat(slots.take(10)).isEqualTo(3);
    }

    @Test
    void nobodyGetsASlotWhileThereIsAReasonToWait() throws Exception {
        FreeSlots slots = new FreeSlots(2);
        slots.open();
        AtomicInteger asked = new AtomicInteger();
        slots.holdWhile(() -> asked.incrementAndGet() < 3 ? "records can't be written" : "");
        assertThat(slots.take(10)).isEqualTo(2);
        assertThat(asked).hasValueGreaterThanOrEqualTo(3);
        slots.holdWhile(() -> {
            slots.close();
            return "the job is paused";
        });
        assertThat(slots.take(10)).isZero();
    }

    @Test
    void aReceiptThatSaysNothingOfItselfIsTheFirst() throws Exception {
        Fleet fleet = new Fleet(
                "jobs",
                "records",
                "",
                "",
                "",
                WhenBusy.COMPARE,
                Duration.ofSeconds(30),
                Duration.ofSeconds(5),
                false,
                "");
        JobQueue jobs = new JobQueue("url", "", 5);
        try (QueueWorker worker = new QueueWorker(
                        new Queue(), jobs, fleet, new RetryDelay(0, 0), 1, 5, new Progress().passing());
                DefaultCamelContext context = new DefaultCamelContext()) {
            Exchange exchange = new DefaultExchange(context);
            exchange.getMessage().setHeader("ApproximateReceiveCount", "often");
            worker.byName().get("received").process(exchange);
            assertThat(Receipt.of(exchange).receives).isEqualTo(1);
            assertThat(worker.held()).isEqualTo(1);
        }
    }
}
