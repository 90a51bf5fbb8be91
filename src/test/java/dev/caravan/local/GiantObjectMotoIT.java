package dev.caravan.local;

import static dev.caravan.local.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * Runs the state machine for a failed part in moto, an independent interpreter, if python3 has it. StackMotoIT does the
 * same for a completed upload, because each server needs seconds to read the state machine. The deadline is not tested:
 * moto 5.2 writes EnteredTime with an offset instead of Z, and then rejects it as a timestamp.
 */
@Order(1)
class GiantObjectMotoIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String KEY = "a \"quoted\"\n\\key zażółć 😀";

    private Process moto;
    private URI endpoint;

    @BeforeEach
    void startMoto() throws Exception {
        assumeTrue(hasMoto(), "python3 with moto's server isn't there: its opinion on the state machine isn't asked");
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        endpoint = URI.create("http://127.0.0.1:" + port);
        // Each execution needs its own server: in moto 5.2 only a server's first execution works.
        ProcessBuilder server =
                new ProcessBuilder("python3", "-m", "moto.server", "-H", "127.0.0.1", "-p", Integer.toString(port));
        // The state machine finds the queue and the tables on this port.
        server.environment().put("MOTO_PORT", Integer.toString(port));
        server.redirectErrorStream(true).redirectOutput(new File("target/moto.log"));
        moto = server.start();
        await().atMost(SOON).ignoreExceptions().until(() -> configure() == 201);
    }

    private static boolean hasMoto() throws InterruptedException {
        try {
            // Looks for the modules without loading them, which is faster.
            Process asked = new ProcessBuilder(
                            "python3",
                            "-c",
                            "import importlib.util as u, sys; sys.exit(not all(map(u.find_spec, sys.argv[1:])))",
                            "moto",
                            "flask",
                            "jsonpath_ng",
                            "antlr4")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return asked.waitFor(60, TimeUnit.SECONDS) && asked.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private int configure() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(endpoint.resolve("/moto-api/config"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"stepfunctions\":{\"execute_state_machine\":true}}"))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    @AfterEach
    void stopMoto() {
        if (moto != null) {
            moto.destroy();
        }
    }

    @Test
    void givesUpWhenAPartFailed() throws Exception {
        try (Cloud cloud = new Cloud(endpoint, "PART_ERROR")) {
            DescribeExecutionResponse end = cloud.end(cloud.start());
            assertThat(end.status()).isEqualTo(ExecutionStatus.FAILED);
            assertThat(cloud.message())
                    .isEqualTo(JSON.createObjectNode()
                            .put("type", "abort")
                            .put("key", KEY)
                            .put("uploadId", "u")
                            .put("reason", "at least 1 of 1 parts failed"));
        }
    }

    private static final class Cloud implements AutoCloseable {

        private final SqsClient sqs;
        private final DynamoDbClient dynamoDb;
        private final SfnClient stepFunctions;
        private final String queueUrl;

        Cloud(URI endpoint, String partStatus) {
            sqs = LocalQueue.clientOf(endpoint);
            dynamoDb = LocalTable.clientOf(endpoint);
            stepFunctions = LocalStepFunctions.clientOf(endpoint);
            queueUrl = sqs.createQueue(queue -> queue.queueName("jobs")).queueUrl();
            LocalTable.createAll(dynamoDb);
            record("SPLIT_DONE");
            dynamoDb.putItem(put -> put.tableName(LocalTable.PARTS)
                    .item(Map.of(
                            "UploadId", AttributeValue.fromS("u"),
                            "PartNumber", AttributeValue.fromN("1"),
                            "JobStatus", AttributeValue.fromS(partStatus))));
        }

        void record(String status) {
            dynamoDb.putItem(put -> put.tableName(LocalTable.NAME)
                    .item(Map.of(
                            "ObjectKey", AttributeValue.fromS(KEY),
                            "JobStatus", AttributeValue.fromS(status),
                            "UploadId", AttributeValue.fromS("u"))));
        }

        String start() throws IOException {
            // moto waits in real time.
            String definition = Files.readString(LocalStateMachine.GIANT_OBJECT)
                    .replace("${Partition}", "aws")
                    .replace("\"Seconds\": 60", "\"Seconds\": 1");
            String machine = stepFunctions
                    .createStateMachine(create -> create.name("giant-object")
                            .definition(definition)
                            .roleArn("arn:aws:iam::123456789012:role/any"))
                    .stateMachineArn();
            String input = JSON.createObjectNode()
                    .put("key", KEY)
                    .put("objectKey", KEY)
                    .put("uploadId", "u")
                    .put("parts", 1)
                    .put("queueUrl", queueUrl)
                    .put("table", LocalTable.NAME)
                    .put("partsTable", LocalTable.PARTS)
                    .put("deadline", "2999-01-01T00:00:00Z")
                    .put("generation", 0)
                    .toString();
            return stepFunctions
                    .startExecution(start ->
                            start.stateMachineArn(machine).name("upload-1").input(input))
                    .executionArn();
        }

        JsonNode message() throws IOException {
            List<Message> messages = await().atMost(SOON)
                    .until(
                            () -> sqs.receiveMessage(ask -> ask.queueUrl(queueUrl))
                                    .messages(),
                            all -> !all.isEmpty());
            return JSON.readTree(messages.get(0).body());
        }

        DescribeExecutionResponse end(String execution) {
            return await().atMost(SOON)
                    .until(
                            () -> stepFunctions.describeExecution(ask -> ask.executionArn(execution)),
                            answer -> answer.status() != ExecutionStatus.RUNNING);
        }

        @Override
        public void close() {
            sqs.close();
            dynamoDb.close();
            stepFunctions.close();
        }
    }
}
