package dev.caravan.it;

import static dev.caravan.local.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.command.run.ExitCode;
import dev.caravan.local.Fault;
import dev.caravan.local.FaultAction;
import dev.caravan.local.Operation;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Tests the content of a run's console, and the requests that it rejects. */
@ResourceLock("MBeans")
class ConsoleIT {

    private static final String ROUTE = "org.apache.camel:context=caravan,name=\\\"worker\\\",type=routes";

    @RegisterExtension
    final TwoStores stores = new TwoStores();

    @Test
    void tellsWhatMovesAndWhatFailed() throws Exception {
        stores.from.put("held/a\nb", "waits");
        stores.from.put("moved", "moves");
        stores.from.put("refused", "fails");
        stores.destination
                .faults()
                .add(Fault.on(Operation.PUT).key("refused"::equals).then(FaultAction.answer(403, "AccessDenied")));
        try (ShownSync sync = ShownSync.start(stores)) {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> sync.status().path("progress").path("settled").asInt() == 2
                            && sync.status().path("inFlight").size() == 1);
            JsonNode now = sync.status();
            assertThat(now.path("state").asText()).isEqualTo("running");
            assertThat(now.path("from").asText()).startsWith("s3://from at http://");
            assertThat(now.path("progress").path("found").asInt()).isEqualTo(3);
            assertThat(now.path("progress").path("copied").asInt()).isEqualTo(1);
            assertThat(now.path("slots").path("of").asInt()).isEqualTo(8);
            assertThat(now.path("inFlight").get(0).path("key").asText()).isEqualTo("held/a\\nb");
            assertThat(now.path("failuresByKind").path("Denied").asInt()).isEqualTo(1);
            assertThat(now.path("failures").get(0).path("key").asText()).isEqualTo("refused");
            assertThat(now.path("failures").get(0).path("code").asText()).isEqualTo("AccessDenied");
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> sync.status().path("history").size() > 1);
            assertThat(sync.get("/health").statusCode()).isIn(200, 503);
            assertThat(sync.get("/metrics").statusCode()).isEqualTo(200);
            TwoStores.Result result = sync.end();
            assertThat(result.exitCode()).isEqualTo(ExitCode.OBJECTS_FAILED);
            assertThat(result.out()).contains("console: " + sync.address("/"));
        }
    }

    @Test
    void letsNobodyDoAnything() throws Exception {
        stores.from.put("held/a", "waits");
        try (ShownSync sync = ShownSync.start(stores)) {
            for (String request : List.of(
                    exec(ROUTE, "stop()"),
                    exec(ROUTE, "suspend"),
                    exec("org.apache.camel:context=caravan,name=\\\"caravan\\\",type=context", "stop"),
                    exec("java.lang:type=Memory", "gc"),
                    "{\"type\":\"read\",\"mbean\":\"java.lang:type=Runtime\",\"attribute\":\"SystemProperties\"}",
                    "{\"type\":\"write\",\"mbean\":\"java.lang:type=Memory\",\"attribute\":\"Verbose\",\"value\":true}")) {
                assertThat(sync.jolokia(request).path("status").asInt())
                        .as(request)
                        .isEqualTo(403);
            }
            JsonNode runtime = sync.jolokia("{\"type\":\"read\",\"mbean\":\"java.lang:type=Runtime\"}");
            assertThat(runtime.toString()).doesNotContain("java.class.path");
            JsonNode xml = sync.jolokia(
                    exec("org.apache.camel:context=caravan,name=\\\"caravan\\\",type=context", "dumpRoutesAsXml()"));
            assertThat(xml.path("status").asInt()).as(xml.toString()).isEqualTo(200);
            assertThat(xml.path("value").asText()).contains("<route ").contains("id=\"object\"");
            assertThat(sync.end().exitCode()).isEqualTo(ExitCode.DONE);
        }
    }

    @Test
    void tellsNoSecret() throws Exception {
        stores.from.put("held/a", "waits");
        try (ShownSync sync = ShownSync.start(stores)) {
            for (String domain : List.of("org.apache.camel:*", "dev.caravan:*", "java.lang:*", "jolokia:*")) {
                String all = sync.jolokia("{\"type\":\"read\",\"mbean\":\"" + domain
                                + "\",\"config\":{\"ignoreErrors\":true,\"maxDepth\":9}}")
                        .toString();
                assertThat(all).as(domain).doesNotContain("source-secret").doesNotContain("dest-secret");
            }
            assertThat(sync.jolokia("{\"type\":\"list\"}").toString())
                    .contains("org.apache.camel")
                    .as("Hawtio draws no tree from a list that is cut")
                    .doesNotContain("limit exceeded")
                    .doesNotContain("DiagnosticCommand");
            assertThat(sync.get("/status.json").body()).doesNotContain("-secret");
            assertThat(sync.end().exitCode()).isEqualTo(ExitCode.DONE);
        }
    }

    @Test
    void letsWhoKnowsThePasswordStopARouteAndStartItAgain() throws Exception {
        stores.from.put("held/a", "waits");
        Path file = password("anna:long enough", "rw-------");
        String anna =
                "Basic " + Base64.getEncoder().encodeToString("anna:long enough".getBytes(StandardCharsets.UTF_8));
        String copy = "org.apache.camel:context=caravan,name=\\\"second-look\\\",type=routes";
        try (ShownSync sync =
                ShownSync.startFor(anna, stores, "--console=operate", "--console-password-file", file.toString())) {
            assertThat(sync.jolokia(exec(copy, "stop()")).path("status").asInt())
                    .isEqualTo(200);
            assertThat(state(sync, copy)).isEqualTo("Stopped");
            assertThat(sync.jolokia(exec(copy, "start()")).path("status").asInt())
                    .isEqualTo(200);
            assertThat(state(sync, copy)).isEqualTo("Started");
            String queue = copy.replace("second-look", "dequeue");
            assertThat(sync.jolokia(exec(queue, "stop()")).path("status").asInt())
                    .as("what waits on the queue would be lost")
                    .isEqualTo(403);
            assertThat(sync.jolokia(exec(queue, "suspend()")).path("status").asInt())
                    .isEqualTo(403);
            assertThat(sync.jolokia(exec(copy, "remove()")).path("status").asInt())
                    .isEqualTo(403);
            assertThat(sync.jolokia(exec("java.lang:type=Memory", "gc"))
                            .path("status")
                            .asInt())
                    .isEqualTo(403);
            assertThat(sync.end().exitCode()).isEqualTo(ExitCode.DONE);
        }
    }

    private static String state(ShownSync sync, String route) throws Exception {
        return sync.jolokia("{\"type\":\"read\",\"mbean\":\"" + route + "\",\"attribute\":\"State\"}")
                .path("value")
                .asText();
    }

    @Test
    void doesNotBeginWhereThePortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            TwoStores.Result result =
                    stores.sync("--console", "--console-port", Integer.toString(taken.getLocalPort()));
            assertThat(result.exitCode()).isEqualTo(ExitCode.RUN_FAILED);
            assertThat(result.err())
                    .isEqualToIgnoringNewLines("caravan: --console-port: port " + taken.getLocalPort()
                            + " of 127.0.0.1 is taken; name another, or 0 for a free one");
        }
    }

    @Test
    void doesNotBeginWithAPasswordThatOthersMayRead() throws Exception {
        Path file = password("anna:long enough", "rw-r--r--");
        TwoStores.Result result =
                stores.sync("--console=operate", "--console-port=0", "--console-password-file=" + file);
        assertThat(result.exitCode()).isEqualTo(ExitCode.CONFIGURATION);
        assertThat(result.err())
                .contains("--console-password-file: ")
                .contains("chmod 600")
                .doesNotContain("long enough");
        assertThat(result.err().lines()).hasSize(1);
    }

    private Path password(String line, String permissions) throws Exception {
        Path file = Files.writeString(stores.folder.resolve("password"), line);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    private static String exec(String bean, String operation) {
        return "{\"type\":\"exec\",\"mbean\":\"" + bean + "\",\"operation\":\"" + operation + "\"}";
    }
}
