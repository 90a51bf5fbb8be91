package dev.caravan.local;

import static dev.caravan.local.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.net.URI;
import java.nio.file.Files;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LocalStateMachineTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * The file contains each of the first texts. The replacement is valid in the Amazon States Language, but not
     * supported by the interpreter.
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"Seconds\": 60 | \"SecondsPath\": \"$.wait\"",
                "\"Type\": \"Succeed\" | \"Type\": \"Parallel\"",
                "\"StartAt\" | \"TimeoutSeconds\": 5, \"StartAt\"",
                "\"StringEquals\" | \"StringMatches\"",
                "States.MathAdd | States.ArrayLength",
                "$.tally.turns | $.tally[0]",
                "sqs:sendMessage | sqs:sendMessage.waitForTaskToken",
                "\"JitterStrategy\": \"FULL\" | \"JitterStrategy\": \"NONE\"",
                "\"MaxDelaySeconds\" | \"HeartbeatSeconds\"",
                "\"Next\": \"Sent\" | \"End\": true",
                "\"Next\": \"Sent\" | \"Next\": \"Nowhere\"",
                "\"Default\": \"Verdict\" | \"Default\": \"Ended\"",
                "\"Parameters\": {\"N.$\" | \"InputPath\": \"$.page\", \"Parameters\": {\"N.$\"",
            })
    void refusesWhatItDoesNotKnow(String known, String unknown) throws Exception {
        String file = Files.readString(LocalStateMachine.GIANT_OBJECT).replace("${Partition}", "aws");
        assertThat(file).contains(known);
        JsonNode changed = JSON.readTree(file.replace(known, unknown));
        assertThatThrownBy(() -> new LocalStateMachine(changed, null, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void takesThePartitionFromTheStack() throws Exception {
        String file = Files.readString(LocalStateMachine.GIANT_OBJECT);
        assertThat(file).doesNotContain("arn:aws:");
        assertThat(file.replace("${Partition}", "")).doesNotContain("${");
    }

    @Test
    void refusesParametersThatACallDoesNotKnow() {
        JsonNode parameters = JsonNodeFactory.instance.objectNode().put("DelaySeconds", 5);
        try (StateTasks tasks =
                new StateTasks(URI.create("http://127.0.0.1:9"), URI.create("http://127.0.0.1:9"), null)) {
            assertThatThrownBy(() -> tasks.call("arn:aws:states:::sqs:sendMessage", parameters))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("DelaySeconds");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "States.MathAdd($.n, 1) | 42",
                "States.MathAdd($.n, -2) | 39",
                "States.Format('{}-{}', $.text, States.MathAdd($.n, 1)) | it's {}-42",
                "States.Hash('', 'SHA-256') | e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            })
    void evaluatesIntrinsicFunctions(String expression, String expected) throws Exception {
        StateData data = new StateData(JSON.readTree("{\"n\": 41, \"text\": \"it's {}\"}"), null);
        assertThat(data.evaluate(expression).asText()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"States.MathAdd($.n)", "States.Format('{}')", "States.MathAdd($.missing, 1)"})
    void failsWhereAFunctionCanNotBeEvaluated(String expression) throws Exception {
        StateData data = new StateData(JSON.readTree("{\"n\": 41}"), null);
        assertThatThrownBy(() -> data.evaluate(expression)).isInstanceOf(StateFailure.class);
    }

    @Test
    void nothingCatchesAMissingPath() throws Exception {
        LocalStateMachine machine = new LocalStateMachine(LocalStateMachine.giantObject(), null, 0);
        LocalStateMachine.Result result = machine.run(
                JSON.readTree("{\"key\": \"k\"}"), JsonNodeFactory.instance.objectNode(), new AtomicInteger());
        assertThat(result.error()).isEqualTo("States.Runtime");
        assertThat(result.last()).isEqualTo("Begin");
    }
}
