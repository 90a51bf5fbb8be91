package dev.caravan.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * The data of a state: its input ({@code $}) and the context ({@code $$}). A path is a list of names, each after a dot.
 *
 * @param input of the state
 * @param context of the execution and the state
 */
record StateData(JsonNode input, JsonNode context) {

    /** The node at a path; a missing node if there is none. */
    JsonNode find(String path) {
        boolean ofContext = path.startsWith("$$");
        JsonNode node = ofContext ? context : input;
        String rest = path.substring(ofContext ? 2 : 1);
        if (rest.isEmpty()) {
            return node;
        }
        for (String name : names(rest)) {
            node = node.isObject() ? node.path(name) : MissingNode.getInstance();
        }
        return node;
    }

    /** The node at a path that must be there. */
    JsonNode get(String path) throws StateFailure {
        JsonNode node = find(path);
        if (node.isMissingNode()) {
            throw StateFailure.runtime("nothing is at " + path);
        }
        return node;
    }

    /** A payload template filled in: a field whose name ends in {@code .$} holds a path or an intrinsic function. */
    JsonNode fill(JsonNode template) throws StateFailure {
        if (template.isArray()) {
            ArrayNode filled = JsonNodeFactory.instance.arrayNode();
            for (JsonNode element : template) {
                filled.add(fill(element));
            }
            return filled;
        }
        if (!template.isObject()) {
            return template;
        }
        ObjectNode filled = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> field : template.properties()) {
            String name = field.getKey();
            if (name.endsWith(".$")) {
                String expression = field.getValue().asText();
                filled.set(name.substring(0, name.length() - 2), evaluate(expression));
            } else {
                filled.set(name, fill(field.getValue()));
            }
        }
        return filled;
    }

    JsonNode evaluate(String expression) throws StateFailure {
        return expression.startsWith("$") ? get(expression) : new StateFunctions(this, expression).call();
    }

    /**
     * The input with a result put into it.
     *
     * @param path where, {@code $} for all of it; null where the result is dropped
     */
    JsonNode with(String path, JsonNode result) {
        if (path == null) {
            return input;
        }
        if (path.equals("$")) {
            return result;
        }
        ObjectNode output = input.deepCopy();
        String[] names = names(path.substring(1));
        ObjectNode at = output;
        for (int i = 0; i < names.length - 1; i++) {
            at = at.path(names[i]).isObject() ? (ObjectNode) at.get(names[i]) : at.putObject(names[i]);
        }
        at.set(names[names.length - 1], result);
        return output;
    }

    /** Refuses what isn't a path of names. */
    static String checked(String path) {
        String rest = path.startsWith("$$") ? path.substring(2) : path.startsWith("$") ? path.substring(1) : "?";
        if (!rest.isEmpty()) {
            names(rest);
        }
        return path;
    }

    private static String[] names(String rest) {
        if (!rest.matches("(\\.[A-Za-z]\\w*)+")) {
            throw new IllegalArgumentException("a path that the interpreter doesn't know: $" + rest);
        }
        return rest.substring(1).split("\\.", -1);
    }
}
