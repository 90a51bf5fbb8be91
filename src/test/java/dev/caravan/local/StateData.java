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

    /** Returns the node at a path, or a missing node. */
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

    /** Returns the node at a path, which must exist. */
    JsonNode get(String path) throws StateFailure {
        JsonNode node = find(path);
        if (node.isMissingNode()) {
            throw StateFailure.runtime("nothing is at " + path);
        }
        return node;
    }

    /** Fills in a payload template. A field whose name ends in {@code .$} contains a path or an intrinsic function. */
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
     * Returns the input with a result added.
     *
     * @param path the place of the result: {@code $} replaces the whole input; null drops the result
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

    /** Rejects a path that is not a list of names. */
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
