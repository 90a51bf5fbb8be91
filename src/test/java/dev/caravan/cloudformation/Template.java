package dev.caravan.cloudformation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** The template as JSON, with every function in its long form: {@code !Ref x} is {@code {"Ref": "x"}}. */
public final class Template {

    static final Path FILE = Path.of("cloudformation/caravan.yaml");

    private static final Pattern SUBSTITUTED = Pattern.compile("\\$\\{([^!}][^}]*)}");

    private final String text;
    private final JsonNode root;

    private Template(String text) {
        this.text = text;
        LoadSettings settings = LoadSettings.builder().setLabel(FILE.toString()).build();
        this.root = json(new Compose(settings).composeString(text).orElseThrow());
    }

    public static Template read() {
        try {
            return new Template(Files.readString(FILE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String text() {
        return text;
    }

    JsonNode root() {
        return root;
    }

    public JsonNode section(String name) {
        return root.path(name);
    }

    JsonNode properties(String resource) {
        JsonNode found = section("Resources").path(resource).path("Properties");
        if (found.isMissingNode()) {
            throw new IllegalArgumentException("no resource " + resource);
        }
        return found;
    }

    Set<String> names(String section) {
        Set<String> names = new TreeSet<>();
        section(section).fieldNames().forEachRemaining(names::add);
        return names;
    }

    /**
     * Returns all names to which a part of the template refers with Ref, GetAtt and Sub, without the variables that a
     * Sub defines.
     */
    static Set<String> references(JsonNode part) {
        Set<String> found = new TreeSet<>();
        walk(part, "", (path, node) -> {
            if (node.has("Ref")) {
                found.add(node.get("Ref").asText());
            } else if (node.has("Fn::GetAtt")) {
                found.add(node.get("Fn::GetAtt").get(0).asText() + "."
                        + node.get("Fn::GetAtt").get(1).asText());
            } else if (node.has("Fn::Sub")) {
                JsonNode sub = node.get("Fn::Sub");
                for (String name : substituted(sub.isArray() ? sub.get(0).asText() : sub.asText())) {
                    if (!sub.path(1).has(name)) {
                        found.add(name);
                    }
                }
            }
        });
        return found;
    }

    /** Returns the names between the braces of a text for Fn::Sub. */
    static List<String> substituted(String text) {
        List<String> names = new ArrayList<>();
        Matcher matcher = SUBSTITUTED.matcher(text);
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        return names;
    }

    /** Visits this node and every node below it, with the path of names to it. */
    static void walk(JsonNode node, String path, BiConsumer<String, JsonNode> visitor) {
        visitor.accept(path, node);
        if (node.isObject()) {
            node.properties().forEach(field -> walk(field.getValue(), path + "/" + field.getKey(), visitor));
        } else {
            int number = 0;
            for (JsonNode child : node) {
                walk(child, path + "/" + number++, visitor);
            }
        }
    }

    private static JsonNode json(Node node) {
        JsonNode plain = plain(node);
        String tag = node.getTag().getValue();
        if (!tag.startsWith("!")) {
            return plain;
        }
        return switch (tag) {
            case "!Ref" -> JsonNodeFactory.instance.objectNode().set("Ref", plain);
            case "!Condition" -> JsonNodeFactory.instance.objectNode().set("Condition", plain);
            case "!GetAtt" -> {
                String[] parts = plain.asText().split("\\.", 2);
                ArrayNode names =
                        JsonNodeFactory.instance.arrayNode().add(parts[0]).add(parts[1]);
                yield JsonNodeFactory.instance.objectNode().set("Fn::GetAtt", names);
            }
            default -> JsonNodeFactory.instance.objectNode().set("Fn::" + tag.substring(1), plain);
        };
    }

    private static JsonNode plain(Node node) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        if (node instanceof MappingNode mapping) {
            ObjectNode object = json.objectNode();
            for (NodeTuple tuple : mapping.getValue()) {
                String key = ((ScalarNode) tuple.getKeyNode()).getValue();
                if (object.has(key)) {
                    throw new IllegalArgumentException(
                            key + " twice: " + tuple.getKeyNode().getStartMark());
                }
                object.set(key, json(tuple.getValueNode()));
            }
            return object;
        }
        if (node instanceof SequenceNode sequence) {
            ArrayNode array = json.arrayNode();
            sequence.getValue().forEach(child -> array.add(json(child)));
            return array;
        }
        String value = ((ScalarNode) node).getValue();
        if (node.getTag().equals(Tag.BOOL)) {
            return json.booleanNode(Boolean.parseBoolean(value));
        }
        return node.getTag().equals(Tag.INT) ? json.numberNode(Long.parseLong(value)) : json.textNode(value);
    }
}
