package dev.caravan.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Evaluates a call of an intrinsic function and the calls nested in it: States.MathAdd, States.Format and States.Hash.
 */
final class StateFunctions {

    private static final Pattern NAME = Pattern.compile("[A-Za-z.]+(?=\\()");
    private static final Set<String> KNOWN = Set.of("States.MathAdd", "States.Format", "States.Hash");

    private final StateData data;
    private final String text;
    private int at;

    StateFunctions(StateData data, String text) {
        this.data = data;
        this.text = text;
    }

    /** Rejects a payload template with an unknown function or an invalid path. */
    static void check(JsonNode template) {
        for (Map.Entry<String, JsonNode> field : template.properties()) {
            String text = field.getValue().asText();
            if (!field.getKey().endsWith(".$")) {
                check(field.getValue());
            } else if (text.startsWith("$")) {
                StateData.checked(text);
            } else if (!NAME.matcher(text).results().map(MatchResult::group).allMatch(KNOWN::contains)
                    || !text.startsWith("States.")) {
                throw new IllegalArgumentException("an intrinsic function that the interpreter doesn't know: " + text);
            }
        }
    }

    JsonNode call() throws StateFailure {
        JsonNode result = function();
        if (at != text.length()) {
            throw unknown();
        }
        return result;
    }

    private JsonNode function() throws StateFailure {
        int open = text.indexOf('(', at);
        if (open < 0) {
            throw unknown();
        }
        String name = text.substring(at, open);
        at = open + 1;
        List<JsonNode> arguments = new ArrayList<>();
        do {
            skipSpaces();
            arguments.add(argument());
            skipSpaces();
        } while (take(','));
        if (!take(')')) {
            throw unknown();
        }
        return switch (name) {
            case "States.MathAdd" -> add(arguments);
            case "States.Format" -> format(arguments);
            case "States.Hash" -> hash(arguments);
            default -> throw unknown();
        };
    }

    private JsonNode argument() throws StateFailure {
        if (take('\'')) {
            int end = text.indexOf('\'', at);
            String literal = end < 0 ? "\\" : text.substring(at, end);
            if (literal.contains("\\")) {
                throw unknown();
            }
            at = end + 1;
            return JsonNodeFactory.instance.textNode(literal);
        }
        int start = at;
        if (text.startsWith("States.", at)) {
            return function();
        }
        while (at < text.length() && ",) ".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        String token = text.substring(start, at);
        if (token.startsWith("$")) {
            return data.get(token);
        }
        if (!token.matches("-?\\d+")) {
            throw unknown();
        }
        return JsonNodeFactory.instance.numberNode(Integer.parseInt(token));
    }

    private JsonNode add(List<JsonNode> terms) throws StateFailure {
        if (terms.size() != 2 || !terms.get(0).isInt() || !terms.get(1).isInt()) {
            throw StateFailure.runtime("two integers are needed by " + text);
        }
        return JsonNodeFactory.instance.numberNode(
                terms.get(0).intValue() + terms.get(1).intValue());
    }

    private JsonNode format(List<JsonNode> arguments) throws StateFailure {
        String[] pieces = arguments.get(0).asText().split("\\{\\}", -1);
        if (pieces.length != arguments.size()) {
            throw StateFailure.runtime("as many arguments as {} are needed by " + text);
        }
        StringBuilder formatted = new StringBuilder(pieces[0]);
        for (int i = 1; i < pieces.length; i++) {
            if (arguments.get(i).isContainerNode()) {
                throw StateFailure.runtime("a text or number is needed by " + text);
            }
            formatted.append(arguments.get(i).asText()).append(pieces[i]);
        }
        return JsonNodeFactory.instance.textNode(formatted.toString());
    }

    private JsonNode hash(List<JsonNode> arguments) throws StateFailure {
        if (arguments.size() != 2 || !arguments.get(1).asText().equals("SHA-256")) {
            throw unknown();
        }
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(arguments.get(0).asText().getBytes(StandardCharsets.UTF_8));
            return JsonNodeFactory.instance.textNode(HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private boolean take(char wanted) {
        boolean there = at < text.length() && text.charAt(at) == wanted;
        if (there) {
            at++;
        }
        return there;
    }

    private void skipSpaces() {
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
    }

    private IllegalArgumentException unknown() {
        return new IllegalArgumentException("an intrinsic function that the interpreter doesn't know: " + text);
    }
}
