package dev.caravan.command.run;

import static dev.caravan.local.Assertions.assertThat;
import static dev.caravan.local.FaultAction.answer;
import static dev.caravan.local.FaultAction.before;
import static dev.caravan.local.Operation.LIST;
import static dev.caravan.local.Operation.PUT;
import static dev.caravan.local.Operation.UPLOAD_PART;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.command.WatchedSync;
import dev.caravan.local.Content;
import dev.caravan.local.Fault;
import dev.caravan.observe.meters.PrometheusText;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.lang.management.ManagementFactory;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.management.JMException;
import javax.management.MBeanInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.camel.Processor;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Tests the console and the metrics of a run. Without the options, a run opens no port and starts no thread for them.
 */
@ResourceLock("MBeans")
@Timeout(120)
class WatchingIT {

    private static final MBeanServer BEANS = ManagementFactory.getPlatformMBeanServer();

    @TempDir
    private Path folder;

    private final CountDownLatch hold = new CountDownLatch(1);
    private final CountDownLatch held = new CountDownLatch(1);
    private WatchedSync sync;

    @BeforeEach
    void twoStores() {
        sync = new WatchedSync(folder, true);
    }

    @AfterEach
    void end() throws Exception {
        hold.countDown();
        sync.close();
    }

    private void holds() {
        held.countDown();
        try {
            assertThat(hold.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Starts a sync and holds it before the first object arrives at the destination. */
    private void startAndHold() throws Exception {
        sync.destination.faults().add(Fault.on(PUT).key("held"::equals).times(1).then(before(this::holds)));
        sync.from.put("held", "a held object");
        sync.start();
        assertThat(held.await(20, TimeUnit.SECONDS)).isTrue();
    }

    private PrometheusText metrics() throws Exception {
        HttpResponse<String> answer = sync.get("/metrics");
        assertThat(answer.headers().firstValue("content-type")).contains("text/plain; version=0.0.4; charset=utf-8");
        return PrometheusText.parse(answer.body());
    }

    private static Object bean(String attribute) throws JMException {
        return BEANS.getAttribute(new ObjectName("dev.caravan:type=Transfer"), attribute);
    }

    private static Set<ObjectName> camel(String type) throws JMException {
        return BEANS.queryNames(new ObjectName("org.apache.camel:context=caravan,type=" + type + ",*"), null);
    }

    private JsonNode health(String path, int status) throws Exception {
        HttpResponse<String> answer = sync.get(path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body()).doesNotContain("-secret");
        return new ObjectMapper().readTree(answer.body());
    }

    private static JsonNode check(JsonNode health, String name) {
        for (JsonNode check : health.get("checks")) {
            if (check.get("name").textValue().equals(name)) {
                return check;
            }
        }
        throw new AssertionError("no " + name + " in " + health);
    }

    @Test
    void metricsAreThereDuringARunAndAgreeWithItsRecordsAtTheEnd() throws Exception {
        for (int i = 0; i < 40; i++) {
            sync.from.put("small/" + i, "content " + i);
        }
        sync.from.put("large", Content.synthetic(1, 11L << 20));
        sync.from.put("refused", "nobody may put this");
        sync.destination.faults().add(Fault.on(PUT).key("refused"::equals).then(answer(403, "AccessDenied")));
        sync.destination.faults().add(Fault.on(UPLOAD_PART).times(2).then(answer(503, "SlowDown")));
        startAndHold();
        PrometheusText during = metrics();
        assertThat(during.value("caravan_slots{}")).isEqualTo(4);
        assertThat(during.value("caravan_slots_used{}")).isBetween(1.0, 4.0);
        assertThat(during.value("caravan_objects_in_flight{}")).isBetween(1.0, 4.0);
        assertThat(during.sum("jvm_memory_used_bytes")).isPositive();
        assertThat(during.value("process_uptime_seconds{}")).isPositive();
        await().untilAsserted(() ->
                assertThat(metrics().value("caravan_objects_in_flight{}")).isEqualTo(1));
        PrometheusText routes = metrics();
        assertThat(routes.sum("camel_exchanges_total")).isGreaterThan(40);
        assertThat(routes.samples().keySet())
                .anyMatch(sample -> sample.matches("camel_route_policy_seconds_count.*routeId=attempt.*"));
        hold.countDown();
        assertThat(sync.end()).isEqualTo(ExitCode.OBJECTS_FAILED);

        PrometheusText after = metrics();
        assertThat(after.value("caravan_objects_total{outcome=copied}")).isEqualTo(42);
        assertThat(after.value("caravan_objects_total{outcome=failed}")).isEqualTo(1);
        assertThat(after.value("caravan_failures_total{class=Denied}")).isEqualTo(1);
        assertThat(after.value("caravan_listed_objects_total{side=source}")).isEqualTo(43);
        assertThat(after.value("caravan_found_objects_total{}")).isEqualTo(43);
        long bytes = sync.to.objects().stream()
                .mapToLong(object -> object.content().length())
                .sum();
        assertThat(after.value("caravan_copied_bytes_total{}")).isEqualTo((double) bytes);
        assertThat(after.value("caravan_moved_bytes_total{}")).isGreaterThanOrEqualTo((double) bytes);
        assertThat(after.value("caravan_throttles_total{side=destination}")).isEqualTo(2);
        assertThat(after.value("caravan_throttles_total{side=source}")).isZero();
        // Failed requests count too: one rejected PUT and two throttled parts.
        assertThat(after.value("caravan_request_seconds_count{operation=put, side=destination}"))
                .isEqualTo(42);
        assertThat(after.value("caravan_request_seconds_count{operation=upload_part, side=destination}"))
                .isEqualTo(5);
        assertThat(after.value("caravan_objects_in_flight{}")).isZero();
        assertThat(after.samples().keySet())
                .noneMatch(sample -> sample.contains("small/") || sample.contains("refused"));
    }

    @Test
    void aStepOfAUserCountsOnTheSamePage() throws Exception {
        try (Watching watching = Watching.of(Map.of("caravan.watch", "true"));
                DefaultCamelContext context = new DefaultCamelContext()) {
            watching.beans().forEach(context.getRegistry()::bind);
            context.start();
            context.createProducerTemplate().sendBody("micrometer:counter:own.objects?increment=3", "");
            PrometheusMeterRegistry page =
                    (PrometheusMeterRegistry) watching.beans().get("metricsRegistry");
            assertThat(page.scrape()).contains("\nown_objects_total{", "} 3.0\n");
        }
    }

    @Test
    void theBeanShowsTheRunAndCamelItsRoutesAndComponents() throws Exception {
        startAndHold();
        assertThat(bean("Role")).isEqualTo("sync");
        assertThat(bean("Job")).isEqualTo("s3://from -> s3://to");
        assertThat(bean("Slots")).isEqualTo(4);
        assertThat(bean("SlotsInUse")).isEqualTo(1);
        assertThat(bean("OldestKey")).isEqualTo("held");
        assertThat((double) bean("OldestSeconds")).isNotNegative();
        assertThat(bean("DestinationBackOffMillis")).isEqualTo(0.0);
        assertThat(bean("ObjectsFailed")).isEqualTo(0L);
        assertThat((double) bean("BytesPerSecond")).isNotNegative();
        MBeanInfo info = BEANS.getMBeanInfo(new ObjectName("dev.caravan:type=Transfer"));
        assertThat(info.getDescription()).isEqualTo("The transfers of a run of Caravan");
        assertThat(info.getOperations()).isEmpty();
        assertThat(info.getAttributes())
                .allSatisfy(attribute -> assertThat(attribute.isWritable()).isFalse())
                .allSatisfy(attribute -> assertThat(attribute.getDescription()).contains(" "))
                .extracting("name")
                .contains("OldestKey", "FailuresByClass");

        assertThat(camel("context")).hasSize(1);
        assertThat(camel("routes"))
                .extracting(name -> (Object) name.getKeyProperty("name"))
                .contains("\"object\"", "\"attempt\"");
        assertThat(BEANS.getAttribute(camel("routes").iterator().next(), "Description"))
                .isNotNull();
        assertThat(camel("components"))
                .extracting(name -> (Object) name.getKeyProperty("name"))
                .contains("\"source\"", "\"destination\"");
        ObjectName component = camel("components").stream()
                .filter(name -> name.getKeyProperty("name").equals("\"source\""))
                .findFirst()
                .orElseThrow();
        assertThat(BEANS.getMBeanInfo(component).getDescription()).startsWith("A store of objects");
        ObjectName endpoint = camel("endpoints").stream()
                .filter(name -> name.getKeyProperty("name").contains("operation=getObject"))
                .findFirst()
                .orElseThrow();
        assertThat(BEANS.getAttribute(endpoint, "Bucket")).isEqualTo("from");
        assertThat(BEANS.getAttribute(endpoint, "OperationName")).isEqualTo("getObject");
        assertThat(BEANS.getMBeanInfo(endpoint).getDescription())
                .isEqualTo("One operation on one bucket of an object store");

        hold.countDown();
        assertThat(sync.end()).isEqualTo(ExitCode.DONE);
        assertThat(BEANS.isRegistered(new ObjectName("dev.caravan:type=Transfer")))
                .isFalse();
        assertThat(camel("context")).isEmpty();
    }

    @Test
    void allIsWellWhileARunIs() throws Exception {
        startAndHold();
        JsonNode health = health("/health", 200);
        assertThat(health.get("status").textValue()).isEqualTo("up");
        for (String name :
                Set.of("camel", "moving", "routes", "source-bucket", "source-credentials", "destination-bucket")) {
            assertThat(check(health, name).get("status").textValue()).as(name).isEqualTo("up");
        }
        health("/health/live", 200);
        health("/health/ready", 200);
        assertThat(sync.get("/health/other").statusCode()).isEqualTo(404);
    }

    @Test
    void aBucketThatMayNotBeListedAnyMoreIsNotReadyButTheProcessLives() throws Exception {
        startAndHold();
        sync.destination.faults().add(Fault.on(LIST).then(answer(403, "AccessDenied")));
        JsonNode health = health("/health/ready", 503);
        assertThat(health.get("status").textValue()).isEqualTo("down");
        assertThat(check(health, "destination-bucket").get("detail").textValue())
                .contains("AccessDenied");
        assertThat(check(health, "destination-credentials").get("status").textValue())
                .isEqualTo("up");
        assertThat(check(health, "source-bucket").get("status").textValue()).isEqualTo("up");
        health("/health/live", 200);
    }

    @Test
    void credentialsThatAreRefusedAreReportedAsSuch() throws Exception {
        startAndHold();
        sync.source.faults().add(Fault.on(LIST).then(answer(403, "InvalidAccessKeyId")));
        JsonNode health = health("/health/ready", 503);
        assertThat(check(health, "source-credentials").get("status").textValue())
                .isEqualTo("down");
        assertThat(check(health, "source-credentials").get("detail").textValue())
                .contains("InvalidAccessKeyId");
    }

    @Test
    void aRouteThatIsStoppedIsNotReady() throws Exception {
        startAndHold();
        ObjectName route = camel("routes").stream()
                .filter(name -> name.getKeyProperty("name").equals("\"second-look\""))
                .findFirst()
                .orElseThrow();
        BEANS.invoke(route, "stop", null, null);
        JsonNode health = health("/health/ready", 503);
        assertThat(check(health, "routes").get("detail").textValue()).contains("second-look is stopped");
    }

    @Test
    void aStoreThatHangsDoesNotHangTheAnswer() throws Exception {
        startAndHold();
        CountDownLatch hang = new CountDownLatch(1);
        sync.source.faults().add(Fault.on(LIST).times(1).then(before(() -> {
            try {
                assertThat(hang.await(60, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        })));
        JsonNode health = health("/health", 503);
        assertThat(check(health, "source-bucket").get("detail").textValue()).startsWith("no answer so far");
        assertThat(check(health, "destination-bucket").get("status").textValue())
                .isEqualTo("up");
        hang.countDown();
    }

    @Test
    void nothingOfItExistsWhereNobodyAsks() throws Exception {
        sync.close();
        sync = new WatchedSync(folder, false);
        startAndHold();
        assertThat(BEANS.isRegistered(new ObjectName("dev.caravan:type=Transfer")))
                .isFalse();
        assertThat(BEANS.queryNames(new ObjectName("org.apache.camel:*"), null)).isEmpty();
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().startsWith("caravan-health"));
        hold.countDown();
        assertThat(sync.end()).isEqualTo(ExitCode.DONE);
        try (Watching unwanted = Watching.of(Map.of())) {
            Map<String, Processor> steps = Map.of("begin", exchange -> {});
            assertThat(unwanted.handlers()).isEmpty();
            assertThat(unwanted.beans()).isEmpty();
            assertThat(unwanted.inFlight().watching(steps)).isSameAs(steps);
        }
    }
}
