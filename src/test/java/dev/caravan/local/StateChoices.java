package dev.caravan.local;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.Set;

/**
 * The rules of a Choice state. A value of another type than the operator's doesn't match. A missing value is a failure.
 */
final class StateChoices {

    private static final String PATH = "Path";
    private static final Set<String> OPERATORS = Set.of(
            "IsPresent",
            "StringEquals",
            "NumericEquals",
            "NumericGreaterThan",
            "NumericGreaterThanEquals",
            "NumericLessThan",
            "TimestampGreaterThan");

    private final StateData data;

    StateChoices(StateData data) {
        this.data = data;
    }

    boolean matches(JsonNode rule) throws StateFailure {
        if (rule.has("And")) {
            for (JsonNode inner : rule.get("And")) {
                if (!matches(inner)) {
                    return false;
                }
            }
            return true;
        }
        if (rule.has("Or")) {
            for (JsonNode inner : rule.get("Or")) {
                if (matches(inner)) {
                    return true;
                }
            }
            return false;
        }
        if (rule.has("Not")) {
            return !matches(rule.get("Not"));
        }
        return compare(rule);
    }

    private boolean compare(JsonNode rule) throws StateFailure {
        String operator = operator(rule);
        String variable = rule.get("Variable").asText();
        if (operator.equals("IsPresent")) {
            return data.find(variable).isMissingNode() != rule.get(operator).asBoolean();
        }
        boolean byPath = operator.endsWith(PATH);
        JsonNode left = data.get(variable);
        JsonNode right = byPath ? data.get(rule.get(operator).asText()) : rule.get(operator);
        return switch (byPath ? operator.substring(0, operator.length() - PATH.length()) : operator) {
            case "StringEquals" ->
                left.isTextual() && right.isTextual() && left.asText().equals(right.asText());
            case "NumericEquals" -> numbers(left, right) && order(left, right) == 0;
            case "NumericGreaterThan" -> numbers(left, right) && order(left, right) > 0;
            case "NumericGreaterThanEquals" -> numbers(left, right) && order(left, right) >= 0;
            case "NumericLessThan" -> numbers(left, right) && order(left, right) < 0;
            case "TimestampGreaterThan" -> isAfter(left.asText(), right.asText());
            default -> throw new IllegalStateException(operator);
        };
    }

    private static boolean numbers(JsonNode left, JsonNode right) {
        return left.isNumber() && right.isNumber();
    }

    private static int order(JsonNode left, JsonNode right) {
        return left.decimalValue().compareTo(right.decimalValue());
    }

    private static boolean isAfter(String left, String right) {
        try {
            return Instant.parse(left).isAfter(Instant.parse(right));
        } catch (DateTimeParseException e) {
            return false;
        }
    }

    /** Rejects a rule with an unknown operator. */
    static void check(JsonNode rule, boolean outermost) {
        Set<String> names = new HashSet<>();
        rule.fieldNames().forEachRemaining(names::add);
        if (names.remove("Next") != outermost) {
            throw new IllegalArgumentException("Next stands in every outermost rule and nowhere else: " + rule);
        }
        if (names.equals(Set.of("And")) || names.equals(Set.of("Or"))) {
            rule.iterator().next().forEach(inner -> check(inner, false));
        } else if (names.equals(Set.of("Not"))) {
            check(rule.get("Not"), false);
        } else if (names.remove("Variable") && names.size() == 1) {
            StateData.checked(rule.get("Variable").asText());
            operator(rule);
        } else {
            throw new IllegalArgumentException("a rule that the interpreter doesn't know: " + rule);
        }
    }

    private static String operator(JsonNode rule) {
        for (String name : (Iterable<String>) rule::fieldNames) {
            String plain = name.endsWith(PATH) ? name.substring(0, name.length() - PATH.length()) : name;
            if (OPERATORS.contains(plain)) {
                return name;
            }
        }
        throw new IllegalArgumentException("an operator that the interpreter doesn't know: " + rule);
    }
}
