package dev.caravan.fleet;

import static dev.caravan.local.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.caravan.aws.ControlPlaneException;
import dev.caravan.aws.InstanceMetadata;
import dev.caravan.local.LocalInstance;
import dev.caravan.local.LogLines;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the watch of a machine's metadata with a service that requires a token. */
@Isolated("looks for threads by their name")
@Timeout(60)
class InstanceWatchIT {

    private static final String ENDPOINT = "aws.ec2MetadataServiceEndpoint";
    private static final String SPOT = "404 GET /latest/meta-data/spot/instance-action";
    private static final Duration SOON = Duration.ofMillis(20);

    private final LocalInstance instance = LocalInstance.start();
    private final Drain drain = new Drain();
    private final LogLines logged = new LogLines();
    private final ExecutorService waiting = Executors.newSingleThreadExecutor();

    @BeforeEach
    void thereItIs() {
        System.setProperty(ENDPOINT, instance.endpoint().toString());
    }

    @AfterEach
    void stop() {
        System.clearProperty(ENDPOINT);
        waiting.shutdownNow();
        logged.close();
        instance.close();
    }

    private InstanceWatch watch() throws ControlPlaneException {
        return InstanceWatch.start(drain, 7, SOON);
    }

    private Drain.Reason reason() throws Exception {
        return waiting.submit((Callable<Drain.Reason>) drain::await).get(30, TimeUnit.SECONDS);
    }

    private void awaitLooks(int more) {
        long before = instance.count(SPOT);
        await().until(() -> instance.count(SPOT) >= before + more);
    }

    @Test
    void theServiceTakesNothingWithoutAToken() throws Exception {
        instance.put("instance-id", "i-1");
        assertThat(status("/latest/meta-data/instance-id")).isEqualTo(401);
        try (InstanceMetadata metadata = new InstanceMetadata()) {
            assertThat(metadata.get("instance-id")).hasValue("i-1");
            assertThat(metadata.get("another")).isEmpty();
        }
        assertThat(instance.log())
                .as("one token serves")
                .containsExactly(
                        "401 GET /latest/meta-data/instance-id",
                        "200 PUT /latest/api/token",
                        "200 GET /latest/meta-data/instance-id",
                        "404 GET /latest/meta-data/another");
    }

    private int status(String path) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) instance.endpoint().resolve(path).toURL().openConnection();
        try {
            return connection.getResponseCode();
        } finally {
            connection.disconnect();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "spot/instance-action | {\"action\": \"terminate\", \"time\": \"2026-11-23T08:22:00Z\"} |"
                        + " spot interruption notice, terminate at 2026-11-23T08:22:00Z",
                "spot/instance-action | {\"action\": \"hibernate\\n\"} |"
                        + " spot interruption notice, hibernate\\n at an unknown time",
                "autoscaling/target-lifecycle-state | Terminated | the Auto Scaling group terminates this machine"
            })
    void aNoticeEndsTheWorker(String item, String text, String why) throws Exception {
        try (InstanceWatch watch = watch()) {
            awaitLooks(3);
            instance.put(item, text);
            assertThat(reason()).isEqualTo(new Drain.Reason(why, 7));
        }
        assertThat(instance.log()).noneMatch(line -> line.startsWith("401"));
    }

    @Test
    void whatIsNoNoticeEndsNothing() throws Exception {
        instance.put("autoscaling/target-lifecycle-state", "InService");
        instance.put("spot/instance-action", "<html>not here</html>");
        instance.put("events/recommendations/rebalance", "{\"noticeTime\": \"2026-11-23T08:22:00Z\"}");
        try (InstanceWatch watch = watch()) {
            await().until(() -> instance.count("200 GET /latest/meta-data/events/recommendations/rebalance") > 3);
            instance.put("spot/instance-action", "{}");
            await().until(() -> instance.count("200 GET /latest/meta-data/events/recommendations/rebalance") > 8);
            assertThat(drain.ask(new Drain.Reason("the test", 0)))
                    .as("nobody asked before")
                    .isTrue();
        }
        assertThat(logged.all())
                .as("it is told once")
                .containsExactly(
                        "this spot machine is at elevated risk of being taken back (rebalance recommendation)");
    }

    @Test
    void aServiceThatIsAwayForAWhileOrForgetsItsTokensIsNothing() throws Exception {
        try (InstanceWatch watch = watch()) {
            awaitLooks(2);
            instance.failing(true);
            await().until(() -> instance.count("500 GET /latest/meta-data/spot/instance-action") > 2);
            instance.failing(false);
            instance.forgetTokens();
            awaitLooks(2);
            instance.put("autoscaling/target-lifecycle-state", "Terminated");
            assertThat(reason().exitCode()).isEqualTo(7);
        }
        assertThat(logged.all()).isEmpty();
    }

    @Test
    void aServiceThatIsNotThereAtTheStartIsReportedOnceAndAskedAgain() throws Exception {
        int port = instance.endpoint().getPort();
        instance.close();
        try (InstanceWatch watch = watch()) {
            await().until(() -> !logged.all().isEmpty());
            try (LocalInstance late = LocalInstance.at(port)) {
                late.put("autoscaling/target-lifecycle-state", "InService");
                await().until(() -> late.count(SPOT) > 2);
                late.put("spot/instance-action", "{\"action\": \"stop\", \"time\": \"2026-11-23T08:22:00Z\"}");
                assertThat(reason().why()).isEqualTo("spot interruption notice, stop at 2026-11-23T08:22:00Z");
            }
        }
        assertThat(logged.all()).hasSize(2);
        assertThat(logged.all().get(0))
                .startsWith("this machine's metadata can't be read")
                .contains("127.0.0.1:" + port)
                .doesNotContain("\n");
        assertThat(logged.all().get(1)).isEqualTo("this machine's metadata can be read now");
    }

    @ParameterizedTest
    @ValueSource(strings = {"no address at all", "localhost:1", "ftp://127.0.0.1", "relative"})
    void anAddressThatIsNoneKillsNoWorker(String endpoint) throws Exception {
        System.setProperty(ENDPOINT, endpoint);
        if (endpoint.contains(" ")) {
            assertThatThrownBy(this::watch)
                    .isInstanceOf(ControlPlaneException.class)
                    .hasMessageStartingWith("AWS_EC2_METADATA_SERVICE_ENDPOINT: ")
                    .hasMessageContaining(endpoint);
            return;
        }
        try (InstanceWatch watch = watch()) {
            await().until(() -> !logged.all().isEmpty());
        }
        assertThat(logged.all()).singleElement().asString().startsWith("this machine's metadata can't be read");
    }

    @Test
    void closedItLooksNoMore() throws Exception {
        InstanceWatch watch = watch();
        awaitLooks(1);
        watch.close();
        await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().equals("caravan-instance-watch")));
        Future<Drain.Reason> nobody = waiting.submit((Callable<Drain.Reason>) drain::await);
        assertThat(nobody.isDone()).isFalse();
    }
}
