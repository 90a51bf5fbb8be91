package dev.caravan.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs a state machine in the Amazon States Language. It supports what {@code cloudformation/giant-object.asl.json}
 * uses and rejects any other definition when it reads it, so that tests cover the whole file.
 */
final class LocalStateMachine {

    static final Path GIANT_OBJECT = Path.of("cloudformation/giant-object.asl.json");

    private static final int MOST_DATA = 256 * 1024;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonNode definition;
    private final StateTasks tasks;
    private final double waits;

    /**
     * @param definition with its placeholders filled in
     * @param waits the duration of a second of the definition, in seconds
     */
    LocalStateMachine(JsonNode definition, StateTasks tasks, double waits) {
        StateFields.check(definition);
        this.definition = definition;
        this.tasks = tasks;
        this.waits = waits;
    }

    /** Returns the definition with its one placeholder replaced, as DefinitionSubstitutions of the stack does. */
    static JsonNode giantObject() {
        try {
            return JSON.readTree(Files.readString(GIANT_OBJECT).replace("${Partition}", "aws"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Runs an execution to its end.
     *
     * @param context the context object, {@code $$}: Execution and StateMachine
     * @param events counts up as the history grows; see {@link #enter} and {@link #task}
     */
    Result run(JsonNode input, ObjectNode context, AtomicInteger events) throws InterruptedException {
        Map<String, Integer> visits = new HashMap<>();
        // The two events are ExecutionStarted and the event at the end.
        events.addAndGet(2);
        String name = definition.get("StartAt").asText();
        JsonNode data = input;
        try {
            while (true) {
                JsonNode state = definition.get("States").get(name);
                visits.merge(name, 1, Integer::sum);
                StateData in = enter(name, data, context, events);
                switch (state.get("Type").asText()) {
                    case "Succeed" -> {
                        return new Result("SUCCEEDED", data, name, "", "", visits);
                    }
                    case "Fail" -> {
                        String cause = state.has("CausePath")
                                ? in.get(state.get("CausePath").asText()).asText()
                                : state.path("Cause").asText();
                        return new Result(
                                "FAILED", data, name, state.path("Error").asText(), cause, visits);
                    }
                    case "Wait" -> {
                        sleep(state.get("Seconds").asInt());
                        name = state.get("Next").asText();
                    }
                    case "Choice" -> name = choose(state, in);
                    case "Pass" -> {
                        JsonNode result = state.has("Result") ? state.get("Result") : in.fill(state.get("Parameters"));
                        data = in.with(resultPath(state), result);
                        name = state.get("Next").asText();
                    }
                    default -> {
                        Step step = task(state, in, events);
                        data = step.data();
                        name = step.next();
                    }
                }
                if (data.toString().length() > MOST_DATA) {
                    throw new StateFailure("States.DataLimitExceeded", name);
                }
            }
        } catch (StateFailure e) {
            return new Result("FAILED", data, name, e.error(), e.reason(), visits);
        }
    }

    /** Counts two events, entered and exited, for every state. It also counts two for Fail, which has one. */
    private static StateData enter(String name, JsonNode data, ObjectNode context, AtomicInteger events) {
        events.addAndGet(2);
        ObjectNode here = context.deepCopy();
        here.putObject("State")
                .put("Name", name)
                .put("EnteredTime", Instant.now().truncatedTo(ChronoUnit.MILLIS).toString());
        return new StateData(data, here);
    }

    private static String choose(JsonNode state, StateData in) throws StateFailure {
        StateChoices choices = new StateChoices(in);
        for (JsonNode rule : state.get("Choices")) {
            if (choices.matches(rule)) {
                return rule.get("Next").asText();
            }
        }
        return state.get("Default").asText();
    }

    /**
     * Performs a task. Each attempt counts three events: TaskScheduled, TaskStarted and TaskSucceeded or TaskFailed.
     */
    private Step task(JsonNode state, StateData in, AtomicInteger events) throws StateFailure, InterruptedException {
        Map<JsonNode, Integer> retries = new HashMap<>();
        while (true) {
            events.addAndGet(3);
            try {
                JsonNode result = tasks.call(state.get("Resource").asText(), in.fill(state.get("Parameters")));
                return new Step(
                        in.with(resultPath(state), result), state.get("Next").asText());
            } catch (StateFailure e) {
                JsonNode retrier = fitting(state.get("Retry"), e);
                int retry = retrier == null ? 0 : retries.merge(retrier, 1, Integer::sum);
                if (retrier == null || retry > retrier.path("MaxAttempts").asInt(3)) {
                    return caught(state, in, e);
                }
                double delay = retrier.path("IntervalSeconds").asInt(1)
                        * Math.pow(retrier.path("BackoffRate").asDouble(2), retry - 1);
                double most = Math.min(delay, retrier.path("MaxDelaySeconds").asDouble(delay));
                sleep(
                        retrier.has("JitterStrategy")
                                ? ThreadLocalRandom.current().nextDouble(most)
                                : most);
            }
        }
    }

    private static Step caught(JsonNode state, StateData in, StateFailure e) throws StateFailure {
        JsonNode catcher = fitting(state.get("Catch"), e);
        if (catcher == null) {
            throw e;
        }
        ObjectNode problem =
                JsonNodeFactory.instance.objectNode().put("Error", e.error()).put("Cause", e.reason());
        return new Step(
                in.with(resultPath(catcher), problem), catcher.get("Next").asText());
    }

    /** Returns the first retrier or catcher that names the error; null if none does. */
    private static JsonNode fitting(JsonNode rules, StateFailure e) {
        for (JsonNode rule : rules) {
            for (JsonNode name : rule.get("ErrorEquals")) {
                if (name.asText().equals(e.error()) || (name.asText().equals("States.ALL") && e.catchable())) {
                    return rule;
                }
            }
        }
        return null;
    }

    /** Returns the path of the result: null to drop it, {@code $} for all data if the rule has no path. */
    private static String resultPath(JsonNode rule) {
        return rule.has("ResultPath") ? rule.get("ResultPath").textValue() : "$";
    }

    private void sleep(double seconds) throws InterruptedException {
        long micros = Math.round(seconds * waits * 1e6);
        Thread.sleep(micros / 1000, (int) (micros % 1000) * 1000);
    }

    private record Step(JsonNode data, String next) {}

    /**
     * The end of an execution.
     *
     * @param status SUCCEEDED or FAILED, as in DescribeExecution
     * @param data the state data at the end
     * @param last the state in which it ended
     * @param error the name of the error, or empty
     * @param cause the message of the error, or empty
     * @param visits how often each state was entered
     */
    record Result(String status, JsonNode data, String last, String error, String cause, Map<String, Integer> visits) {}
}
