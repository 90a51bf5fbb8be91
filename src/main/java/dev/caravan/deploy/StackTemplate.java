package dev.caravan.deploy;

import dev.caravan.job.FileProblem;
import dev.caravan.job.Printable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * The template of a fleet.
 *
 * @param text the template as it is sent
 * @param parameters its parameters by their names, in its order
 * @param variables the parameters that become variables of the machines' environment, by the names of the variables
 */
public record StackTemplate(String text, Map<String, Parameter> parameters, Map<String, String> variables) {

    /** The template's path in an installation. */
    public static final String FILE = "cloudformation/caravan.yaml";

    /** A line of a machine's environment whose value is one parameter or one text made of a parameter. */
    private static final Pattern VARIABLE = Pattern.compile("(?m)^([A-Z_0-9]+)=\\$\\{(\\w+)}$");

    /** The texts that the template makes of a parameter and of what is known without it. */
    private static final Map<String, String> MADE = Map.of(
            "SourceRegion", "srcRegion",
            "DestRegion", "destRegion",
            "PrefixList", "srcPrefixsListFile",
            "PrefixListBucket", "srcPrefixListBucket",
            "Inventory", "srcInventory",
            "FilterFile", "srcFilterFile",
            "Compare", "compare",
            "Console", "console");

    /**
     * The rules of a parameter.
     *
     * @param required whether it has no default
     * @param allowed the only values that it may have; empty if any value is allowed
     * @param rules its other attributes, such as AllowedPattern and MaxLength
     */
    public record Parameter(boolean required, List<String> allowed, Map<String, String> rules) {

        /** Returns the problem of a value; empty if there is none. */
        String problem(String value) {
            if (!allowed.isEmpty() && !allowed.contains(value)) {
                return Printable.quoted(value) + " is none of "
                        + String.join(
                                ", ",
                                allowed.stream().filter(one -> !one.isEmpty()).toList());
            }
            String type = rules.getOrDefault("Type", "");
            String least = rules.getOrDefault("MinValue", "0");
            String most = rules.getOrDefault("MaxValue", "any");
            if (type.equals("Number") && !isWithin(value, Long.parseLong(least), most)) {
                return Printable.quoted(value) + " is not a number from " + least + " to " + most;
            }
            String longest = rules.getOrDefault("MaxLength", "4096");
            if (value.length() > Integer.parseInt(longest)) {
                return "is longer than the " + longest + " characters that a parameter of the stack holds";
            }
            String pattern = rules.getOrDefault("AllowedPattern", "(?s).*");
            // Of a list the pattern is about each value.
            String[] parts = type.equals("CommaDelimitedList") ? value.split(",", -1) : new String[] {value};
            for (String part : parts) {
                if (!part.matches(pattern)) {
                    return Printable.quoted(part) + ": " + rules.getOrDefault("ConstraintDescription", pattern);
                }
            }
            return "";
        }

        private static boolean isWithin(String value, long least, String most) {
            return value.matches("[0-9]{1,18}")
                    && Long.parseLong(value) >= least
                    && (most.equals("any") || Long.parseLong(value) <= Long.parseLong(most));
        }
    }

    /** Reads a template, in YAML or JSON. */
    public static StackTemplate read(Path file) throws DeployException {
        try {
            return parse(Files.readString(file));
        } catch (IOException e) {
            throw new DeployException(
                    "the template " + Printable.of(file.toString()) + " can't be read: " + FileProblem.reason(e), e);
        } catch (YamlEngineException | ClassCastException | NumberFormatException e) {
            throw new DeployException("the template " + Printable.of(file.toString()) + " is invalid", e);
        }
    }

    static StackTemplate parse(String text) {
        LoadSettings settings = LoadSettings.builder()
                .setCodePointLimit(text.length() + 1)
                .setMaxAliasesForCollections(50)
                .build();
        Map<String, Node> root =
                children(new Compose(settings).composeString(text).orElseThrow());
        Map<String, Parameter> parameters = new LinkedHashMap<>();
        children(root.get("Parameters")).forEach((name, node) -> parameters.put(name, parameter(node)));
        Map<String, String> variables = new HashMap<>();
        Map<String, Node> resources = children(root.get("Resources"));
        // Each machine gets the variables that it needs.
        Matcher lines = VARIABLE.matcher(Stream.of("FinderTemplate", "WorkerTemplate")
                .flatMap(machine -> scalars(resources.get(machine)))
                .filter(script -> script.contains("\nEND_OF_JOB\n"))
                .collect(Collectors.joining("\n")));
        while (lines.find()) {
            String parameter = MADE.getOrDefault(lines.group(2), lines.group(2));
            if (parameters.containsKey(parameter)) {
                variables.put(lines.group(1), parameter);
            }
        }
        return new StackTemplate(text, parameters, variables);
    }

    private static Parameter parameter(Node node) {
        Map<String, String> rules = new HashMap<>();
        List<String> allowed = List.of();
        for (Map.Entry<String, Node> attribute : children(node).entrySet()) {
            if (attribute.getValue() instanceof SequenceNode list) {
                allowed =
                        list.getValue().stream().flatMap(StackTemplate::scalars).toList();
            } else if (attribute.getValue() instanceof ScalarNode scalar) {
                rules.put(attribute.getKey(), scalar.getValue());
            }
        }
        return new Parameter(!rules.containsKey("Default"), allowed, rules);
    }

    private static Map<String, Node> children(Node node) {
        Map<String, Node> children = new LinkedHashMap<>();
        ((MappingNode) node)
                .getValue()
                .forEach(tuple -> children.put(((ScalarNode) tuple.getKeyNode()).getValue(), tuple.getValueNode()));
        return children;
    }

    private static Stream<String> scalars(Node node) {
        if (node instanceof MappingNode mapping) {
            return mapping.getValue().stream().flatMap(tuple -> scalars(tuple.getValueNode()));
        }
        return node instanceof SequenceNode list
                ? list.getValue().stream().flatMap(StackTemplate::scalars)
                : Stream.of(((ScalarNode) node).getValue());
    }

    /** Returns whether a parameter has a value without anybody saying it, or is not there any more. */
    boolean isDefault(String parameter, String value) {
        return !parameters.containsKey(parameter)
                || value.equals(parameters.get(parameter).rules().get("Default"));
    }

    /** Returns the environment that says what the parameters of a stack say. */
    public Map<String, String> environment(Map<String, String> values) {
        Map<String, String> environment = new HashMap<>();
        variables.forEach((variable, parameter) -> {
            String value = values.getOrDefault(parameter, "");
            boolean object = !value.isEmpty() && StackParameters.isObject(variable);
            boolean console = variable.equals("CONSOLE") && value.equals("none");
            environment.put(variable, console ? "" : object ? "s3://" + value : value);
        });
        return environment;
    }
}
