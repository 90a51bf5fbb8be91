package dev.caravan.queue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.aws.ControlPlaneException;
import dev.caravan.aws.ControlPlaneProblem;
import dev.caravan.checksum.Digests;
import dev.caravan.flow.Transfers;
import dev.caravan.job.Fleet;
import dev.caravan.store.InvalidException;
import dev.caravan.store.TransientException;
import dev.caravan.transfer.Transfer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.component.aws2.stepfunctions.StepFunctions2Constants;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ExecutionAlreadyExistsException;
import software.amazon.awssdk.services.sfn.model.StartExecutionRequest;
import software.amazon.awssdk.services.sfn.model.StartExecutionResponse;

/**
 * The state machine that watches over a giant object until all of its parts have arrived: what an execution is started with, and the client that
 * {@code aws2-step-functions:} starts it by. A route can't say two things that the client adds: a second start of the same execution is no failure, and
 * a failure that passes brings the message back, while any other is recorded at once.
 *
 * @param client asked for when the first giant object comes: most workers never see one
 */
public record StateMachine(Supplier<SfnClient> client, Fleet fleet, String queueUrl) implements SfnClient {

    /** So long after its start an upload that isn't whole is given up. */
    static final Duration DEADLINE = Duration.ofDays(7);

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int NAME_DIGITS = 40;

    /** The steps by the names that the routes call them. */
    public Map<String, Processor> byName() {
        return Map.of("toExecution", this::toExecution);
    }

    /** The name follows from the upload's ID, so that an upload has one execution, however often it is started. */
    private void toExecution(Exchange exchange) {
        Transfer transfer = Transfers.of(exchange);
        Message message = exchange.getMessage();
        message.setHeader(StepFunctions2Constants.STATE_MACHINE_ARN, fleet.stateMachine());
        message.setHeader(StepFunctions2Constants.EXECUTION_NAME, nameOf(transfer.uploadId()));
        message.setHeader(StepFunctions2Constants.EXECUTION_INPUT, input(transfer));
    }

    @Override
    public StartExecutionResponse startExecution(StartExecutionRequest request) {
        try {
            return client.get().startExecution(request);
        } catch (ExecutionAlreadyExistsException e) {
            return StartExecutionResponse.builder().build();
        } catch (SdkException e) {
            throw failure(ControlPlaneProblem.of("state machine " + fleet.stateMachine(), e));
        }
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    /** The client belongs to who gave it. */
    @Override
    public void close() {}

    private static RuntimeException failure(ControlPlaneException problem) {
        return problem.configuration()
                ? new InvalidException(problem.getMessage(), "")
                : new TransientException(problem.getMessage());
    }

    private String input(Transfer transfer) {
        Instant deadline = transfer.started().plus(DEADLINE).truncatedTo(ChronoUnit.SECONDS);
        ObjectNode input = JSON.createObjectNode()
                .put("key", transfer.message().key())
                .put("objectKey", transfer.destinationKey())
                .put("uploadId", transfer.uploadId())
                .put("parts", transfer.partCount())
                .put("queueUrl", queueUrl)
                .put("table", fleet.table())
                .put("partsTable", fleet.partsTable())
                .put("deadline", deadline.toString())
                .put("generation", 0);
        return input.toString();
    }

    /** A name takes letters, digits and a few signs, at most 80 (AWS Step Functions, StartExecution): an upload's ID has others. */
    static String nameOf(String uploadId) {
        byte[] digest = Digests.of("SHA-256").digest(uploadId.getBytes(StandardCharsets.UTF_8));
        return "upload-" + HexFormat.of().formatHex(digest).substring(0, NAME_DIGITS);
    }
}
