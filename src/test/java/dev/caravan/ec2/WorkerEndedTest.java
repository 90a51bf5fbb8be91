package dev.caravan.ec2;

import static dev.caravan.local.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.caravan.ec2.Machine.Ended;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerEndedTest {

    private static final String STATE = "/latest/meta-data/autoscaling/target-lifecycle-state";
    private static final String[] JOB = {
        "AWS_REGION=eu-west-1", "CARAVAN_ASG=the group; touch x", "CARAVAN_LIFECYCLE_HOOK=drain"
    };

    @TempDir
    private Path folder;

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile Map<String, String> metadata = Map.of();
    private HttpServer server;
    private Machine machine;

    @BeforeEach
    void startMetadata() throws IOException {
        Machine.assumeTool("curl");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        machine = new Machine(folder);
        machine.command("aws", "exit ${AWS_ENDS_WITH:-0}");
        machine.command("sleep", "");
        machine.set(
                "AWS_EC2_METADATA_SERVICE_ENDPOINT",
                "http://127.0.0.1:" + server.getAddress().getPort());
    }

    @AfterEach
    void stopMetadata() {
        if (server != null) {
            server.stop(0);
        }
    }

    @Test
    void letsTheGroupGoOnWhereItEndsTheMachine() throws Exception {
        metadata = Map.of(STATE, "Terminated", "/latest/meta-data/instance-id", "i-0abc");
        machine.job(JOB);
        Ended ended = machine.run("worker-ended");
        assertThat(ended).isEqualTo(new Ended(0, "worker-ended: the group; touch x may end i-0abc\n"));
        assertThat(machine.calls())
                .containsExactly(
                        "aws autoscaling complete-lifecycle-action --region eu-west-1 --auto-scaling-group-name"
                                + " the group; touch x --lifecycle-hook-name drain --instance-id i-0abc"
                                + " --lifecycle-action-result CONTINUE");
    }

    @Test
    void saysNothingToTheGroupWhereTheWorkerIsOnlyRestarted() throws Exception {
        metadata = Map.of(STATE, "InService");
        machine.job(JOB);
        assertThat(machine.run("worker-ended")).isEqualTo(new Ended(0, ""));
        assertThat(machine.calls()).isEmpty();
        assertThat(asked).containsExactly("PUT /latest/api/token", "GET " + STATE);
    }

    @Test
    void writesAnErrorIntoTheLogAndNothingOfAWorkerThatWasStopped() throws Exception {
        machine.job("AWS_REGION=eu-west-1", "CARAVAN_ASG=", "CARAVAN_LIFECYCLE_HOOK=");
        machine.set("SERVICE_RESULT", "exit-code");
        machine.set("EXIT_STATUS", "78");
        assertThat(machine.run("worker-ended")).isEqualTo(new Ended(0, "worker ended with exit code 78\n"));
        machine.set("SERVICE_RESULT", "oom-kill");
        machine.set("EXIT_STATUS", "KILL");
        assertThat(machine.run("worker-ended")).isEqualTo(new Ended(0, "worker ended with KILL, oom-kill\n"));
        machine.set("SERVICE_RESULT", "success");
        machine.set("EXIT_STATUS", "143");
        assertThat(machine.run("worker-ended")).isEqualTo(new Ended(0, ""));
    }

    @Test
    void asksNobodyOnAMachineWithoutAGroup() throws Exception {
        machine.job("AWS_REGION=eu-west-1", "CARAVAN_ASG=", "CARAVAN_LIFECYCLE_HOOK=");
        assertThat(machine.run("worker-ended")).isEqualTo(new Ended(0, ""));
        assertThat(asked).isEmpty();
    }

    @Test
    void guessesNoRegion() throws Exception {
        machine.job("CARAVAN_ASG=group", "CARAVAN_LIFECYCLE_HOOK=drain");
        assertThat(machine.run("worker-ended"))
                .isEqualTo(new Ended(78, "worker-ended: " + machine.resolve("job.env") + " has no AWS_REGION\n"));
    }

    @Test
    void takesNothingOverFromTheJobButWhatItAsksFor() throws Exception {
        metadata = Map.of(STATE, "Terminated", "/latest/meta-data/instance-id", "i-0abc");
        machine.command("aws", "env");
        machine.job(
                "AWS_REGION=eu-west-1", "CARAVAN_ASG=g", "CARAVAN_LIFECYCLE_HOOK=h", "LD_PRELOAD=x", "AWS_PROFILE=y");
        assertThat(machine.run("worker-ended").output()).doesNotContain("LD_PRELOAD", "AWS_PROFILE", "token");
    }

    @Test
    void reachesTheGroupThroughTheProxy() throws Exception {
        metadata = Map.of(STATE, "Terminated", "/latest/meta-data/instance-id", "i-0abc");
        machine.command("aws", "echo \"$HTTPS_PROXY $NO_PROXY\"");
        machine.job(
                "AWS_REGION=eu-west-1",
                "CARAVAN_ASG=g",
                "CARAVAN_LIFECYCLE_HOOK=h",
                "HTTPS_PROXY=http://proxy:3128",
                "NO_PROXY=.local");
        assertThat(machine.run("worker-ended").output()).startsWith("http://proxy:3128 169.254.169.254,.local\n");
    }

    @Test
    void readsNoSettingsFromTheHomeOfTheUnitsUser() throws Exception {
        metadata = Map.of(STATE, "Terminated", "/latest/meta-data/instance-id", "i-0abc");
        machine.set("HOME", machine.resolve("home").toString());
        Files.createDirectories(machine.resolve("home"));
        Files.writeString(machine.resolve("home/.curlrc"), "url = file:///etc/hostname\n");
        machine.command("aws", "echo \"$HOME $PWD\"");
        machine.job(JOB);
        assertThat(machine.run("worker-ended").output()).startsWith("/root /\n");
    }

    @Test
    void failsWhereMetadataOrGroupDoNotAnswer() throws Exception {
        machine.job(JOB);
        assertThat(machine.run("worker-ended").code()).as("404").isNotZero();
        metadata = Map.of(STATE, "Terminated", "/latest/meta-data/instance-id", "i-0abc");
        machine.set("AWS_ENDS_WITH", "254");
        assertThat(machine.run("worker-ended"))
                .as("the hook's own time runs out then")
                .isEqualTo(new Ended(254, ""));
    }

    private void answer(HttpExchange exchange) throws IOException {
        String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        asked.add(request);
        String answer = metadata.get(exchange.getRequestURI().getPath());
        if (request.equals("PUT /latest/api/token")
                && exchange.getRequestHeaders().containsKey("X-aws-ec2-metadata-token-ttl-seconds")) {
            answer = "a token";
        } else if (!"a token".equals(exchange.getRequestHeaders().getFirst("X-aws-ec2-metadata-token"))) {
            exchange.sendResponseHeaders(401, -1);
            return;
        }
        if (answer == null) {
            exchange.sendResponseHeaders(404, -1);
            return;
        }
        byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
