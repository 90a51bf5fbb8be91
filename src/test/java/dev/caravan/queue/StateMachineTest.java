package dev.caravan.queue;

import static dev.caravan.local.Assertions.assertThat;

import dev.caravan.job.Fleet;
import dev.caravan.job.WhenBusy;
import dev.caravan.store.InvalidException;
import dev.caravan.store.TransientException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.component.aws2.stepfunctions.StepFunctions2Constants;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ExecutionAlreadyExistsException;
import software.amazon.awssdk.services.sfn.model.SfnException;
import software.amazon.awssdk.services.sfn.model.StartExecutionRequest;
import software.amazon.awssdk.services.sfn.model.StartExecutionResponse;

class StateMachineTest {

    private static final Fleet FLEET = new Fleet(
            "jobs",
            "records",
            "parts",
            "arn",
            "",
            WhenBusy.COMPARE,
            Duration.ofMinutes(1),
            Duration.ofSeconds(1),
            false,
            "");

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final Map<String, String> executions = new HashMap<>();
    private RuntimeException failure;

    @BeforeEach
    void start() {
        context.disableJMX();
        context.getRegistry().bind("stateMachine", new StateMachine(() -> service, FLEET, "queue"));
        context.start();
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    void theNameFollowsFromTheUploadAndIsOneThatStepFunctionsTakes() {
        String name = StateMachine.nameOf("VXBsb2FkIElE/+==.~" + "x".repeat(500));
        assertThat(name).matches("upload-[0-9a-f]{40}").isNotEqualTo(StateMachine.nameOf("another"));
        assertThat(StateMachine.nameOf("abc")).isEqualTo("upload-ba7816bf8f01cfea414140de5dae2223b00361a3");
    }

    @Test
    void theInputIsSentAsItStands() {
        String input = "{\"key\":\"${sys.java.version} $simple{body} {{caravan.slots}}\"}";
        assertThat(started("one", input)).isNull();
        assertThat(executions).containsExactly(Map.entry("one", input));
    }

    @Test
    void aStartThatWasMadeBeforeIsNoFailure() {
        assertThat(started("one", "{}")).isNull();
        assertThat(started("one", "{ }")).isNull();
        assertThat(executions).containsExactly(Map.entry("one", "{}"));
    }

    @Test
    void whatPassesIsTriedAgainAndAnythingElseIsAFailureForGood() {
        failure = refusal("ThrottlingException", 400);
        assertThat(started("one", "{}"))
                .isInstanceOf(TransientException.class)
                .hasMessageStartingWith("state machine arn: throttled");
        failure = refusal("AccessDeniedException", 403);
        assertThat(started("one", "{}"))
                .isInstanceOf(InvalidException.class)
                .hasMessageStartingWith("state machine arn: permission is missing");
    }

    private Exception started(String name, String input) {
        Exchange done = context.createFluentProducerTemplate()
                .to("aws2-step-functions:giant-object?operation=startExecution&awsSfnClient=#stateMachine")
                .withHeader(StepFunctions2Constants.STATE_MACHINE_ARN, FLEET.stateMachine())
                .withHeader(StepFunctions2Constants.EXECUTION_NAME, name)
                .withHeader(StepFunctions2Constants.EXECUTION_INPUT, input)
                .send();
        return done.getException();
    }

    private static RuntimeException refusal(String code, int status) {
        return SfnException.builder()
                .statusCode(status)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(code)
                        .errorMessage("no")
                        .build())
                .build();
    }

    private final SfnClient service = new SfnClient() {
        @Override
        public StartExecutionResponse startExecution(StartExecutionRequest request) {
            if (failure != null) {
                throw failure;
            }
            assertThat(request.stateMachineArn()).isEqualTo(FLEET.stateMachine());
            if (executions.putIfAbsent(request.name(), request.input()) != null) {
                throw ExecutionAlreadyExistsException.builder().build();
            }
            return StartExecutionResponse.builder().build();
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {}
    };
}
