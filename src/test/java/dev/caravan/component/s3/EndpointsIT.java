package dev.caravan.component.s3;

import static dev.caravan.local.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the effect of AWS's endpoint variables on stores and services. */
class EndpointsIT {

    @TempDir
    private Path folder;

    private final Set<String> asked = new ConcurrentSkipListSet<>();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 16);
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestURI().getPath().split("/", -1)[1]);
            exchange.sendResponseHeaders(400, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void eachServiceOfTheControlPlaneHearsItsOwnVariableAndTheBucketsNone() throws Exception {
        String url = "http://127.0.0.1:" + server.getAddress().getPort();
        List<String> said = probe(Map.of(
                "AWS_ENDPOINT_URL", url + "/general",
                "AWS_ENDPOINT_URL_S3", url + "/s3",
                "AWS_ENDPOINT_URL_SQS", url + "/sqs",
                "AWS_ENDPOINT_URL_DYNAMODB", url + "/dynamodb",
                "AWS_ENDPOINT_URL_SECRETS_MANAGER", url + "/secrets"));
        assertThat(asked).containsExactlyInAnyOrder("sqs", "dynamodb", "secrets", "general");
        assertThat(said)
                .containsExactly(
                        "default https://bucket.s3.eu-west-1.amazonaws.com",
                        "source https://bucket.s3.cn-north-1.amazonaws.com.cn",
                        "destination https://bucket.s3.us-gov-west-1.amazonaws.com");
    }

    private List<String> probe(Map<String, String> variables) throws IOException, InterruptedException {
        Path output = folder.resolve("output");
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        EndpointProbe.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        Map<String, String> environment = new TreeMap<>(variables);
        environment.put("AWS_REGION", "eu-west-1");
        environment.put("AWS_ACCESS_KEY_ID", "AK");
        environment.put("AWS_SECRET_ACCESS_KEY", "SK");
        builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        boolean ended = process.waitFor(60, TimeUnit.SECONDS);
        process.destroyForcibly();
        String said = Files.readString(output, StandardCharsets.UTF_8);
        assertThat(ended && process.exitValue() == 0).as(said).isTrue();
        return said.lines().filter(line -> line.contains(" https://bucket.")).toList();
    }
}
