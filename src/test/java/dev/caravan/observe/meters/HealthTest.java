package dev.caravan.observe.meters;

import static dev.caravan.local.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.local.LocalQueue;
import dev.caravan.queue.QueueDepth;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HealthTest {

    private static final Duration PATIENCE = Duration.ofMillis(200);
    private static final Duration FRESH = Duration.ofMinutes(1);

    private static Health of(Duration fresh, Probe... ready) {
        return new Health(List.of(Probe.of("camel", () -> {})), List.of(ready), fresh, Duration.ofSeconds(10));
    }

    private static JsonNode check(Health.Report report, String name) throws Exception {
        for (JsonNode check : new ObjectMapper().readTree(report.json()).get("checks")) {
            if (check.get("name").textValue().equals(name)) {
                return check;
            }
        }
        throw new AssertionError("no " + name + " in " + report.json());
    }

    @Test
    void whatHangsIsReportedAndKeepsNobodyWaiting() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        AtomicInteger looks = new AtomicInteger();
        Probe hanging = Probe.of("source-bucket", () -> {
            looks.incrementAndGet();
            end.await();
        });
        Probe well = Probe.of("queue", () -> {});
        try (Health health = new Health(List.of(), List.of(hanging, well), FRESH, PATIENCE)) {
            long begun = System.nanoTime();
            Health.Report report = health.ready();
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
            assertThat(report.up()).isFalse();
            assertThat(check(report, "source-bucket").get("status").textValue()).isEqualTo("down");
            assertThat(check(report, "source-bucket").get("detail").textValue()).startsWith("no answer so far");
            health.ready();
            assertThat(looks).as("no second look beside the first").hasValue(1);
            assertThat(health.live().up()).as("the process lives").isTrue();
            end.countDown();
            await().until(() -> health.ready().up());
        }
    }

    @Test
    void anAnswerIsKeptForAWhileAndItsStateHasABeginning() throws Exception {
        AtomicInteger looks = new AtomicInteger();
        Probe probe = Probe.of("queue", looks::incrementAndGet);
        try (Health health = of(FRESH, probe)) {
            String since = check(health.ready(), "queue").get("since").textValue();
            assertThat(check(health.ready(), "queue").get("since").textValue()).isEqualTo(since);
            assertThat(looks).hasValue(1);
        }
    }

    @Test
    void theQueueThatWentAwayIsDownWithoutASecret() throws Exception {
        LocalQueue queue = LocalQueue.start();
        String url = queue.url();
        Probe probe = Probe.of("queue", () -> QueueDepth.of(queue.client(), url));
        try (Health health = of(Duration.ZERO, probe)) {
            assertThat(health.all().up()).isTrue();
            queue.stop();
            Health.Report report = health.all();
            assertThat(report.up()).isFalse();
            assertThat(check(report, "queue").get("detail").textValue())
                    .isNotEmpty()
                    .doesNotContain("\n");
            assertThat(check(report, "camel").get("status").textValue()).isEqualTo("up");
        }
    }

    @Test
    void theMessageOfAStrangersExceptionIsNotTold() throws Exception {
        Probe probe = Probe.of("table", () -> {
            throw new IllegalStateException("key=AKIA-secret");
        });
        try (Health health = of(FRESH, probe)) {
            assertThat(health.ready().json()).contains("IllegalStateException").doesNotContain("secret");
        }
    }
}
