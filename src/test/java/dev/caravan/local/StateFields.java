package dev.caravan.local;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Rejects a definition with a field that the interpreter doesn't support, with a transition to a missing state, or with
 * an unreachable state.
 */
final class StateFields {

    private static final Map<String, Set<String>> OF_TYPE = Map.of(
            "Task", Set.of("Resource", "Parameters", "ResultPath", "Retry", "Catch", "Next"),
            "Pass", Set.of("Parameters", "Result", "ResultPath", "Next"),
            "Choice", Set.of("Choices", "Default"),
            "Wait", Set.of("Seconds", "Next"),
            "Succeed", Set.of(),
            "Fail", Set.of("Error", "Cause", "CausePath"));

    private final JsonNode states;
    private final Set<String> targets = new HashSet<>();

    private StateFields(JsonNode states) {
        this.states = states;
    }

    static void check(JsonNode definition) {
        only(definition, "the state machine", Set.of("Comment", "StartAt", "States"));
        StateFields fields = new StateFields(definition.path("States"));
        fields.leadsTo(definition.path("StartAt"));
        fields.states.properties().forEach(state -> fields.state(state.getKey(), state.getValue()));
        for (String name : (Iterable<String>) fields.states::fieldNames) {
            if (!fields.targets.contains(name)) {
                throw new IllegalArgumentException("nothing leads to " + name);
            }
        }
    }

    private void state(String name, JsonNode state) {
        Set<String> known = OF_TYPE.get(state.path("Type").asText());
        if (known == null) {
            throw new IllegalArgumentException(name + " is of a type that the interpreter doesn't know");
        }
        Set<String> all = new HashSet<>(known);
        all.addAll(Set.of("Type", "Comment"));
        only(state, name, all);
        if (known.contains("Next")) {
            leadsTo(state.path("Next"));
        }
        if (state.hasNonNull("ResultPath")) {
            StateData.checked(state.get("ResultPath").asText());
        }
        StateFunctions.check(state.path("Parameters"));
        switch (state.path("Type").asText()) {
            case "Task" -> task(name, state);
            case "Choice" -> {
                leadsTo(state.path("Default"));
                for (JsonNode rule : state.path("Choices")) {
                    StateChoices.check(rule, true);
                    leadsTo(rule.get("Next"));
                }
            }
            case "Wait" -> require(state.path("Seconds").canConvertToInt(), name + " needs Seconds");
            case "Pass" ->
                require(state.has("Parameters") != state.has("Result"), name + " needs Parameters or Result");
            default -> require(true, name);
        }
    }

    private void task(String name, JsonNode state) {
        StateTasks.check(state.path("Resource").asText());
        require(state.path("Retry").size() > 0 && state.path("Catch").size() > 0, name + " needs Retry and Catch");
        for (JsonNode retrier : state.get("Retry")) {
            only(
                    retrier,
                    name,
                    Set.of(
                            "ErrorEquals",
                            "IntervalSeconds",
                            "BackoffRate",
                            "MaxDelaySeconds",
                            "MaxAttempts",
                            "JitterStrategy"));
            require(retrier.path("JitterStrategy").asText("FULL").equals("FULL"), name + ": unknown jitter");
        }
        for (JsonNode catcher : state.get("Catch")) {
            only(catcher, name, Set.of("ErrorEquals", "ResultPath", "Next"));
            leadsTo(catcher.path("Next"));
        }
        String last = state.get("Catch")
                .get(state.get("Catch").size() - 1)
                .path("ErrorEquals")
                .path(0)
                .asText();
        require(last.equals("States.ALL"), name + " needs to catch all errors");
    }

    private void leadsTo(JsonNode target) {
        require(states.has(target.asText()), "no state is called " + target.asText());
        targets.add(target.asText());
    }

    private static void only(JsonNode node, String where, Set<String> known) {
        for (String field : (Iterable<String>) node::fieldNames) {
            require(known.contains(field), where + " has a field that the interpreter doesn't know: " + field);
        }
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
