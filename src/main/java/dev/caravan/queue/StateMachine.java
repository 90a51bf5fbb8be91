package dev.caravan.queue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.aws.ControlPlaneException;
import dev.caravan.aws.ControlPlaneProblem;
import dev.caravan.flow.Transfers;
import dev.caravan.job.Digests;
import dev.caravan.job.Fleet;
import dev.caravan.store.InvalidException;
import dev.caravan.store.TransientException;
import dev.caravan.transfer.Transfer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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
 * The state machine that watches a giant object until all parts have arrived: an execution's input, and the client of
 * {@code aws2-step-functions:}. The client adds what a route can't: a repeated start isn't a failure, a passing failure
 * returns the message to the queue, and any other is recorded at once.
 *
 * @param client created with the first giant object, which most workers never see
 */
public record StateMachine(Supplier<SfnClient> client, Fleet fleet, String queueUrl) implements SfnClient {

    /** The time after which an incomplete upload is given up. */
    static final Duration DEADLINE = Duration.ofDays(7);

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int NAME_DIGITS = 40;

    public Map<String, Processor> byName() {
        return Map.of("toExecution", this::toExecution);
    }

    /** Names the execution after the upload's ID, so that repeated starts make one execution. */
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
            ControlPlaneException problem = ControlPlaneProblem.of("state machine " + fleet.stateMachine(), e);
            throw problem.configuration()
                    ? new InvalidException(problem.getMessage(), "")
                    : new TransientException(problem.getMessage());
        }
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    /** Leaves the client open; it belongs to the caller. */
    @Override
    public void close() {}

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

    /** Returns a name of at most 80 letters, digits and some signs (AWS Step Functions, StartExecution). */
    static String nameOf(String uploadId) {
        return "upload-" + Digests.hex("SHA-256", uploadId).substring(0, NAME_DIGITS);
    }
}
