package dev.caravan.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.caravan.local.Content;
import dev.caravan.local.LocalTable;
import dev.caravan.transfer.CompleteMessage;
import dev.caravan.transfer.MessageCodec;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Workers as processes of their own that move one object together. */
@Timeout(120)
class GiantIT {

    private static final String MACHINE = "arn:aws:states:us-east-1:123456789012:stateMachine:giants";
    private static final String KEY = "a \"giant\"\n\\";

    @TempDir
    private Path folder;

    private final List<String> started = new CopyOnWriteArrayList<>();
    private FleetCloud cloud;
    private HttpServer stepFunctions;

    @BeforeEach
    void start() throws Exception {
        cloud = new FleetCloud(folder);
        stepFunctions = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        stepFunctions.createContext("/", exchange -> {
            started.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            byte[] answer = "{\"executionArn\":\"arn\",\"startDate\":1}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        stepFunctions.start();
        cloud.environment.put("SINGLE_PART_TABLE_NAME", LocalTable.PARTS);
        cloud.environment.put("SFN_ARN", MACHINE);
        cloud.environment.put("GIANT_THRESHOLD", "20MiB");
        cloud.environment.put(
                "AWS_ENDPOINT_URL_SFN",
                "http://127.0.0.1:" + stepFunctions.getAddress().getPort());
    }

    @AfterEach
    void stop() {
        stepFunctions.stop(0);
        cloud.close();
    }

    @Test
    void twoWorkersMoveOneObjectAndOneMakesIt() throws Exception {
        cloud.source.put(KEY, Content.synthetic(1, 101 * FleetCloud.MIB));
        cloud.destination.digestOnly();
        List<CaravanProcess> workers = List.of(cloud.start("worker"), cloud.start("worker"));
        cloud.find();
        cloud.awaitEmptyQueue();
        assertThat(cloud.table.attribute(KEY, "JobStatus")).isEqualTo("SPLIT_DONE");
        assertThat(cloud.table.attribute(KEY, "Parts")).isEqualTo("21");
        String uploadId = cloud.table.attribute(KEY, "UploadId");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> cloud.table.part(uploadId, 21).containsKey("Etag"));
        JsonNode request = new ObjectMapper().readTree(started.get(0));
        JsonNode input = new ObjectMapper().readTree(request.get("input").asText());
        assertThat(started).hasSize(1);
        assertThat(request.get("stateMachineArn").asText()).isEqualTo(MACHINE);
        assertThat(request.get("name").asText()).matches("upload-[0-9a-f]{40}");
        assertThat(input.get("key").asText()).isEqualTo(KEY);
        assertThat(input.get("objectKey").asText()).isEqualTo(KEY);
        assertThat(input.get("uploadId").asText()).isEqualTo(uploadId);
        assertThat(input.get("parts").asInt()).isEqualTo(21);
        assertThat(input.get("table").asText()).isEqualTo(LocalTable.NAME);
        assertThat(input.get("partsTable").asText()).isEqualTo(LocalTable.PARTS);
        assertThat(input.get("deadline").asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
        assertThat(input.get("generation").asInt()).isZero();

        cloud.send(List.of(MessageCodec.encode(new CompleteMessage(KEY, uploadId))));
        cloud.awaitEmptyQueue();
        FleetCloud.end(workers);
        cloud.assertAllWell();
        assertThat(workers).noneMatch(worker -> worker.output().contains("Exception"));
    }
}
