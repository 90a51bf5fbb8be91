package dev.caravan.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sfn.SfnClient;

/**
 * A server of AWS Step Functions with StartExecution, DescribeExecution and ListExecutions. It runs the state machine
 * of giant objects on a local queue and a local table.
 */
public final class LocalStepFunctions implements AutoCloseable {

    /** The value of {@code SFN_ARN}. */
    public static final String ARN = "arn:aws:states:us-east-1:123456789012:stateMachine:giant-object";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "local-step-functions");
        thread.setDaemon(true);
        return thread;
    });
    private final Map<String, LocalExecution> executions = new ConcurrentSkipListMap<>();
    private final HttpServer server;
    private final StateTasks tasks;
    private final LocalStateMachine machine;

    private LocalStepFunctions(URI sqs, URI dynamoDb, double waits) {
        tasks = new StateTasks(sqs, dynamoDb, this::startNext);
        machine = new LocalStateMachine(LocalStateMachine.giantObject(), tasks, waits);
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    /**
     * Starts the server. Every execution runs until it ends, or until the server is closed.
     *
     * @param sqs the endpoint of the queue, or of a relay in front of it
     * @param dynamoDb the endpoint of the tables, or of a relay in front of them
     * @param waits the duration of a second of the state machine, in seconds: its first waits take 60
     */
    public static LocalStepFunctions start(URI sqs, URI dynamoDb, double waits) {
        return new LocalStepFunctions(sqs, dynamoDb, waits);
    }

    /** Returns the endpoint, a value for {@code AWS_ENDPOINT_URL_SFN}. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    public static SfnClient clientOf(URI endpoint) {
        return SfnClient.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
                .httpClientBuilder(Apache5HttpClient.builder())
                .build();
    }

    /** Returns all executions, ordered by name. */
    public Collection<LocalExecution> executions() {
        return List.copyOf(executions.values());
    }

    /** Returns the execution with this name, or null. */
    public LocalExecution execution(String name) {
        return executions.get(name);
    }

    /** Removes an execution, as Step Functions does after 90 days. */
    public void forget(String name) {
        executions.remove(name);
    }

    private void startNext(String arn, String name, JsonNode input) throws StateFailure {
        if (!arn.equals(ARN)) {
            throw new StateFailure("StepFunctions.StateMachineDoesNotExistException", arn);
        }
        if (begin(name, input) == null) {
            throw new StateFailure("StepFunctions.ExecutionAlreadyExistsException", name);
        }
    }

    /**
     * Begins an execution. A name that is in use returns the execution with the same input (StartExecution,
     * "idempotent"), else null.
     */
    private LocalExecution begin(String name, JsonNode input) {
        if (!name.matches("[A-Za-z0-9_-]{1,80}")) {
            throw new IllegalArgumentException("not a name of an execution: " + name);
        }
        LocalExecution execution = new LocalExecution(machine, ARN, name, input);
        LocalExecution before = executions.putIfAbsent(name, execution);
        if (before != null) {
            return before.isSame(input) ? before : null;
        }
        threads.execute(execution);
        return execution;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String target = String.valueOf(exchange.getRequestHeaders().getFirst("X-Amz-Target"));
            JsonNode request = JSON.readTree(exchange.getRequestBody());
            ObjectNode answer = JSON.createObjectNode();
            String refusal = switch (target) {
                case "AWSStepFunctions.StartExecution" -> startExecution(request, answer);
                case "AWSStepFunctions.DescribeExecution" -> describeExecution(request, answer);
                case "AWSStepFunctions.ListExecutions" -> listExecutions(request, answer);
                default -> "UnknownOperationException";
            };
            if (!refusal.isEmpty()) {
                answer.put("__type", refusal).put("message", target);
            }
            byte[] body = JSON.writeValueAsBytes(answer);
            exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.0");
            exchange.sendResponseHeaders(refusal.isEmpty() ? 200 : 400, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private String startExecution(JsonNode request, ObjectNode answer) throws IOException {
        if (!request.path("stateMachineArn").asText().equals(ARN)) {
            return "StateMachineDoesNotExist";
        }
        if (!request.path("name").asText().matches("[A-Za-z0-9_-]{1,80}")) {
            return "InvalidName";
        }
        LocalExecution execution = begin(
                request.path("name").asText(),
                JSON.readTree(request.path("input").asText()));
        if (execution == null) {
            return "ExecutionAlreadyExists";
        }
        answer.put("executionArn", execution.arn()).put("startDate", seconds(execution));
        return "";
    }

    private String describeExecution(JsonNode request, ObjectNode answer) {
        String arn = request.path("executionArn").asText();
        LocalExecution execution = executions.get(arn.substring(arn.lastIndexOf(':') + 1));
        if (execution == null) {
            return "ExecutionDoesNotExist";
        }
        tell(execution, answer);
        answer.put("input", execution.input().toString())
                .put("error", execution.error())
                .put("cause", execution.cause());
        return "";
    }

    private String listExecutions(JsonNode request, ObjectNode answer) {
        String wanted = request.path("statusFilter").asText("");
        ArrayNode list = answer.putArray("executions");
        executions.values().stream()
                .filter(execution -> wanted.isEmpty() || wanted.equals(execution.status()))
                .forEach(execution -> tell(execution, list.addObject()));
        return "";
    }

    private static void tell(LocalExecution execution, ObjectNode answer) {
        answer.put("executionArn", execution.arn())
                .put("stateMachineArn", ARN)
                .put("name", execution.name())
                .put("status", execution.status())
                .put("startDate", seconds(execution));
    }

    private static double seconds(LocalExecution execution) {
        return execution.start().toEpochMilli() / 1000.0;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        tasks.close();
    }
}
