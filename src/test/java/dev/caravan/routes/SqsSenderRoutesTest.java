package dev.caravan.routes;

import static dev.caravan.local.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.component.Guarded;
import dev.caravan.local.LocalQueue;
import dev.caravan.message.DeleteMessage;
import dev.caravan.message.Message;
import dev.caravan.message.ObjectMessage;
import dev.caravan.progress.Progress;
import dev.caravan.queue.SendException;
import dev.caravan.queue.SendSteps;
import dev.caravan.store.Backoff;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Processor;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.RoutesLoader;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;

/** Tests the route between the finder and a queue that rejects some messages, or whole requests. */
@Timeout(60)
class SqsSenderRoutesTest {

    private static final int ATTEMPTS = 3;

    private static LocalQueue queue;

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final Progress progress = new Progress();
    private SendSteps sender;
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final Refusals refusals = new Refusals();
    private SqsClient client;

    @BeforeAll
    static void startQueue() {
        queue = LocalQueue.start();
    }

    @AfterAll
    static void stopQueue() {
        queue.close();
    }

    @BeforeEach
    void startRoute() throws Exception {
        client = refusing();
        Properties properties = new Properties();
        properties.setProperty("caravan.receives", "false");
        properties.setProperty("caravan.find.to", "direct:enqueue");
        properties.setProperty("caravan.queue.url", queue.url());
        properties.setProperty("caravan.redeliveries", Integer.toString(ATTEMPTS - 1));
        properties.setProperty("caravan.object.redeliveries", "0");
        properties.setProperty("caravan.form.redeliveries", "0");
        properties.setProperty("caravan.record.redeliveries", "0");
        properties.setProperty("caravan.redelivery.delay", "1");
        properties.setProperty("caravan.redelivery.longest", "4");
        context.getPropertiesComponent().setInitialProperties(properties);
        SendSteps steps = new SendSteps(queue.url(), new Backoff(ATTEMPTS, Duration.ofMillis(1), Duration.ofMillis(4)));
        steps.begin(progress, false);
        sender = steps;
        for (var step : steps.byName().entrySet()) {
            Processor guarded = new Guarded(step.getValue());
            context.getRegistry().bind(step.getKey(), guarded);
        }
        context.getRegistry().bind("sqs", client);
        for (String name : List.of("errors", "queue-sqs")) {
            Path file = Path.of("src/main/resources/routes", name + ".camel.yaml");
            context.getCamelContextExtension()
                    .getContextPlugin(RoutesLoader.class)
                    .loadRoutes(ResourceHelper.fromString(file.toString(), Files.readString(file)));
        }
        context.start();
    }

    @Test
    void messagesOfAComparisonThatFindsTheQueueBusyAreMarked() {
        sender.begin(progress, true);
        send(batch("a", "b", "c"));
        assertThat(queue.peek(queue.url()))
                .extracting(software.amazon.awssdk.services.sqs.model.Message::body)
                .filteredOn(text -> text.contains("\"mayRepeat\":true"))
                .hasSize(2)
                .allMatch(text -> text.contains("\"type\":\"object\""));
    }

    private SqsClient refusing() {
        return SqsClient.builder()
                .endpointOverride(queue.endpoint())
                .region(queue.client().serviceClientConfiguration().region())
                .credentialsProvider(queue.client().serviceClientConfiguration().credentialsProvider())
                .overrideConfiguration(configuration -> configuration.addExecutionInterceptor(refusals))
                .build();
    }

    @AfterEach
    void stop() {
        context.stop();
        client.close();
        queue.client().purgeQueue(purge -> purge.queueUrl(queue.url()));
    }

    @Test
    void theStartAsksTheQueueForNothing() {
        assertThat(calls).isEmpty();
    }

    @Test
    void aBatchIsOneRequest() {
        send(batch("a", "b", "c"));
        assertThat(calls).containsExactly("a b c");
        assertThat(queue.depth().visible()).isEqualTo(3);
        assertThat(progress.now().copied()).isEqualTo(2);
        assertThat(progress.now().copiedBytes()).isEqualTo(14);
        assertThat(progress.now().deleted()).isEqualTo(1);
    }

    @Test
    void anEmptyBatchIsNoRequest() {
        send(List.of());
        assertThat(calls).isEmpty();
    }

    @Test
    void whatIsRefusedIsSentAgainAlone() {
        refusals.times = 2;
        refusals.which = body -> body.contains("\"b\"") || body.contains("\"d\"");
        send(batch("a", "b", "c", "d", "e"));
        assertThat(calls).containsExactly("a b c d e", "b d", "b d");
        assertThat(queue.depth().visible()).isEqualTo(5);
        assertThat(progress.now().copied() + progress.now().deleted()).isEqualTo(5);
    }

    @Test
    void whatTheAnswerIsSilentAboutIsSentAgain() {
        refusals.times = 1;
        refusals.silent = true;
        refusals.which = body -> body.contains("\"c\"");
        send(batch("a", "b", "c"));
        assertThat(calls).containsExactly("a b c", "c");
        assertThat(queue.depth().visible()).isEqualTo(3);
    }

    @Test
    void whatIsRefusedEveryTimeFailsWithItsKeyAndTheCode() {
        refusals.times = 100;
        refusals.which = body -> body.contains("\"b\"");
        assertThatThrownBy(() -> send(batch("a", "b", "c")))
                .hasMessage("the queue took no message of \"b\" on: InternalError: try later (3 attempts)");
        assertThat(calls).containsExactly("a b c", "b", "b");
    }

    @Test
    void aMessageThatIsAtFaultIsNotTriedAgain() {
        refusals.times = 100;
        refusals.senderFault = true;
        refusals.which = body -> body.contains("\"b\"");
        assertThatThrownBy(() -> send(batch("a", "b", "c"))).hasMessageContaining("\"b\" on: InternalError: try later");
        assertThat(calls).containsExactly("a b c");
        assertThat(progress.now().copied() + progress.now().deleted()).isEqualTo(2);
    }

    @Test
    void aRequestThatFailsIsRepeated() {
        refusals.failures = 2;
        send(batch("a", "b"));
        assertThat(calls).hasSize(3);
        assertThat(queue.depth().visible()).isEqualTo(2);
        assertThat(progress.passing().kinds()).singleElement().satisfies(kind -> {
            assertThat(kind.key()).isEqualTo("a");
            assertThat(kind.count()).isEqualTo(2);
            assertThat(kind.kind()).isEqualTo("QueueFailed");
            assertThat(kind.message()).isEqualTo("the line is dead");
        });
    }

    @Test
    void aRequestThatFailsEveryTimeNamesTheFirstKey() {
        refusals.failures = 100;
        assertThatThrownBy(() -> send(batch("a\n", "b")))
                .isInstanceOf(SendException.class)
                .hasMessage("the queue took none of 2 messages from \"a\\n\" on: the line is dead");
        assertThat(calls).hasSize(ATTEMPTS);
        assertThat(progress.now().copied()).isZero();
    }

    private void send(List<Message> batch) {
        try {
            context.createProducerTemplate().sendBody("direct:enqueue", batch);
        } catch (CamelExecutionException e) {
            throw (RuntimeException) e.getCause();
        }
    }

    private static List<Message> batch(String... keys) {
        List<Message> batch = new ArrayList<>();
        for (String key : keys) {
            batch.add(key.equals("b") ? new DeleteMessage(key) : new ObjectMessage(key, 7, "etag", null));
        }
        return batch;
    }

    /** Removes messages from requests before they reach the queue, and reports them as rejected in the response. */
    private final class Refusals implements ExecutionInterceptor {

        private int times;
        private int failures;
        private boolean senderFault;
        private boolean silent;
        private Predicate<String> which = body -> false;
        private final List<String> refused = new ArrayList<>();

        @Override
        public SdkRequest modifyRequest(Context.ModifyRequest call, ExecutionAttributes attributes) {
            SendMessageBatchRequest request = (SendMessageBatchRequest) call.request();
            calls.add(String.join(
                    " ",
                    request.entries().stream()
                            .map(entry -> entry.messageBody().replaceAll(".*\"key\":\"([^\"]*)\".*", "$1"))
                            .toList()));
            if (failures-- > 0) {
                throw SdkClientException.create("the line is dead");
            }
            refused.clear();
            List<SendMessageBatchRequestEntry> passed = new ArrayList<>(request.entries());
            if (times-- > 0) {
                passed.removeIf(entry -> which.test(entry.messageBody()) && refused.add(entry.id()));
            }
            if (passed.isEmpty()) {
                // The queue doesn't accept an empty batch. It gets a placeholder instead, which no test reads.
                passed.add(request.entries().get(0).toBuilder()
                        .messageBody("stand-in")
                        .delaySeconds(900)
                        .build());
            }
            return request.toBuilder().entries(passed).build();
        }

        @Override
        public SdkResponse modifyResponse(Context.ModifyResponse call, ExecutionAttributes attributes) {
            SendMessageBatchResponse answer = (SendMessageBatchResponse) call.response();
            return answer.toBuilder()
                    .successful(answer.successful().stream()
                            .filter(entry -> !refused.contains(entry.id()))
                            .toList())
                    .failed(
                            silent
                                    ? List.of()
                                    : refused.stream().map(this::failed).toList())
                    .build();
        }

        private BatchResultErrorEntry failed(String id) {
            return BatchResultErrorEntry.builder()
                    .id(id)
                    .code("InternalError")
                    .message("try later")
                    .senderFault(senderFault)
                    .build();
        }
    }
}
