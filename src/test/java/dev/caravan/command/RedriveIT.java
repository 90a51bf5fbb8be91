package dev.caravan.command;

import static dev.caravan.local.Assertions.assertThat;

import dev.caravan.command.run.ExitCode;
import dev.caravan.local.LocalAws;
import dev.caravan.local.LocalQueue;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

class RedriveIT {

    private final LocalQueue queue = LocalQueue.start();
    private final LocalAws aws = new LocalAws(queue.endpoint(), queue.endpoint(), queue.endpoint());
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @AfterEach
    void stop() {
        aws.close();
        queue.close();
    }

    @Test
    void movesAllDeadLettersBack() {
        bury(25);
        assertThat(run("redrive")).isEqualTo(ExitCode.DONE);
        assertThat(queue.depth().visible()).isEqualTo(25);
        assertThat(queue.deadLetters().all()).isZero();
        assertThat(out.toString())
                .startsWith("moving dead letters from jobs-dead to jobs: about 25\n")
                .contains("moved 25 from jobs-dead to jobs\n");
    }

    @Test
    void canBeRunAgain() {
        for (int i = 1; i <= 2; i++) {
            bury(i);
            assertThat(run("redrive")).isEqualTo(ExitCode.DONE);
            assertThat(out.toString()).contains("moved " + i + " from jobs-dead to jobs\n");
        }
        assertThat(queue.depth().visible()).isEqualTo(3);
    }

    @Test
    void returnsAtOnceWhenAsked() {
        bury(3);
        assertThat(run("redrive", "--no-wait")).isEqualTo(ExitCode.DONE);
        assertThat(out.toString()).isEqualTo("moving dead letters from jobs-dead to jobs: about 3\n");
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> queue.depth().visible() == 3);
    }

    @Test
    void watchesAMoveThatIsUnderWay() {
        // The queue moves one message each second: the command has eight seconds to start.
        bury(8);
        queue.client()
                .startMessageMoveTask(task -> task.sourceArn("arn:aws:sqs:us-east-1:123456789012:jobs-dead")
                        .destinationArn("arn:aws:sqs:us-east-1:123456789012:jobs")
                        .maxNumberOfMessagesPerSecond(1));
        assertThat(run("redrive")).isEqualTo(ExitCode.DONE);
        assertThat(out.toString())
                .startsWith("dead letters are being moved from jobs-dead to jobs already\n")
                .contains(" from jobs-dead to jobs\n");
        assertThat(queue.depth().visible()).isEqualTo(8);
    }

    @Test
    void saysThatThereIsNothingToMove() {
        assertThat(run("redrive")).isEqualTo(ExitCode.DONE);
        assertThat(out.toString()).isEqualTo("nothing to move: no message waits in jobs-dead\n");
    }

    @Test
    void movesOnlyThoseOfTheKindAndKeyThatAreAskedFor() {
        bury("{\"key\":\"a/1\",\"size\":1}", "Denied: PUT a/1: 403");
        bury("{\"key\":\"a/2\",\"size\":1}", "Throttled: PUT a/2: 503");
        bury("{\"Records\":[{\"s3\":{\"object\":{\"key\":\"b%2F3\"}}}]}", "Denied: PUT b/3: 403");
        bury(1);
        assertThat(run("redrive", "--dry-run")).isEqualTo(ExitCode.DONE);
        assertThat(out.toString())
                .isEqualTo("would move 4 of 4 from jobs-dead to jobs\n  Denied: 2\n  NoReason: 1\n  Throttled: 1\n");
        assertThat(queue.deadLetters()).isEqualTo(new LocalQueue.Depth(4, 0));
        assertThat(run("redrive", "--kind", "Denied", "--key", "b/*")).isEqualTo(ExitCode.DONE);
        assertThat(out.toString()).endsWith("moved 1 of 4 from jobs-dead to jobs\n  Denied: 1\n");
        assertThat(queue.deadLetters()).isEqualTo(new LocalQueue.Depth(3, 0));
        assertThat(queue.peek(queue.url())).singleElement().satisfies(message -> {
            assertThat(message.body()).contains("b%2F3");
            assertThat(message.messageAttributes().get("Reason").stringValue()).isEqualTo("Denied: PUT b/3: 403");
        });
        assertThat(run("redrive", "--kind", "Denied", "--no-wait")).isEqualTo(ExitCode.USAGE);
    }

    private void bury(String body, String reason) {
        MessageAttributeValue why = MessageAttributeValue.builder()
                .dataType("String")
                .stringValue(reason)
                .build();
        queue.client()
                .sendMessage(message -> message.queueUrl(queue.deadLettersUrl())
                        .messageBody(body)
                        .messageAttributes(Map.of("Reason", why)));
    }

    /** Sends dead letters as a worker does: without receive requests before them. */
    private void bury(int messages) {
        for (int i = 0; i < messages; i++) {
            String body = "dead " + i;
            queue.client()
                    .sendMessage(
                            message -> message.queueUrl(queue.deadLettersUrl()).messageBody(body));
        }
    }

    private int run(String... arguments) {
        return Commands.run(
                arguments,
                Map.of(),
                Map.of("JOB_QUEUE_NAME", LocalQueue.NAME),
                new PrintWriter(out, true),
                new PrintWriter(err, true));
    }
}
