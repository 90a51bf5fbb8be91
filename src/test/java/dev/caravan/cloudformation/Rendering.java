package dev.caravan.cloudformation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Renders parts of the template for given parameters. For a resource without a given value it returns the name, and for
 * an attribute {@code Name.Attribute}.
 */
public final class Rendering {

    private static final JsonNode NO_VALUE = JsonNodeFactory.instance.missingNode();
    private static final Pattern SUBSTITUTED = Pattern.compile("\\$\\{(!?)([^}]+)}");

    private final Template template;
    private final Map<String, String> values;

    /**
     * @param given values of parameters, which override their defaults; of pseudo parameters; of resources and their
     * attributes
     */
    public Rendering(Template template, Map<String, String> given) {
        this.template = template;
        this.values = new HashMap<>(Map.of(
                "AWS::Partition", "aws",
                "AWS::URLSuffix", "amazonaws.com",
                "AWS::Region", "eu-west-1",
                "AWS::AccountId", "123456789012",
                "AWS::StackName", "copy",
                "AWS::StackId", "arn:aws:cloudformation:eu-west-1:123456789012:stack/copy/6ba7b810-9dad"));
        template.section("Parameters").properties().forEach(parameter -> {
            if (parameter.getValue().has("Default")) {
                values.put(
                        parameter.getKey(), parameter.getValue().get("Default").asText());
            }
        });
        values.putAll(given);
    }

    boolean is(String condition) {
        JsonNode said = template.section("Conditions").get(condition);
        if (said == null) {
            throw new IllegalArgumentException("no condition " + condition);
        }
        return isTrue(said);
    }

    boolean isTrue(JsonNode said) {
        if (said.has("Condition")) {
            return is(said.get("Condition").asText());
        }
        if (said.has("Fn::Not")) {
            return !isTrue(said.get("Fn::Not").get(0));
        }
        if (said.has("Fn::And") || said.has("Fn::Or")) {
            boolean all = said.has("Fn::And");
            for (JsonNode one : said.get(all ? "Fn::And" : "Fn::Or")) {
                if (isTrue(one) != all) {
                    return !all;
                }
            }
            return all;
        }
        if (said.has("Fn::Contains")) {
            String wanted = text(said.get("Fn::Contains").get(1));
            for (JsonNode one : said.get("Fn::Contains").get(0)) {
                if (text(one).equals(wanted)) {
                    return true;
                }
            }
            return false;
        }
        if (said.has("Fn::EachMemberEquals")) {
            String wanted = text(said.get("Fn::EachMemberEquals").get(1));
            for (JsonNode one : list(said.get("Fn::EachMemberEquals").get(0))) {
                if (!text(one).equals(wanted)) {
                    return false;
                }
            }
            return true;
        }
        JsonNode two = said.get("Fn::Equals");
        return text(two.get(0)).equals(text(two.get(1)));
    }

    /**
     * Returns the resources whose condition is true, with the selected branch of each Fn::If. The rest is unchanged.
     */
    public ObjectNode resourcesAsDecided() {
        ObjectNode resources = JsonNodeFactory.instance.objectNode();
        template.section("Resources").properties().forEach(resource -> {
            JsonNode condition = resource.getValue().get("Condition");
            if (condition == null || is(condition.asText())) {
                ObjectNode decided = (ObjectNode) decided(resource.getValue());
                decided.remove("Condition");
                resources.set(resource.getKey(), decided);
            }
        });
        return resources;
    }

    private JsonNode decided(JsonNode part) {
        if (part.has("Fn::If")) {
            JsonNode choice = part.get("Fn::If");
            return decided(choice.get(is(choice.get(0).asText()) ? 1 : 2));
        }
        if (part.path("Ref").asText().equals("AWS::NoValue")) {
            return NO_VALUE;
        }
        if (part.isArray()) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            part.forEach(child -> add(array, decided(child)));
            return array;
        }
        if (!part.isObject()) {
            return part;
        }
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        part.properties().forEach(field -> {
            JsonNode value = decided(field.getValue());
            if (!value.isMissingNode()) {
                object.set(field.getKey(), value);
            }
        });
        return object;
    }

    String text(JsonNode part) {
        return of(part).asText();
    }

    /** Evaluates the functions in a part of the template. */
    JsonNode of(JsonNode part) {
        if (part.isArray()) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            part.forEach(child -> add(array, of(child)));
            return array;
        }
        if (!part.isObject()) {
            return part;
        }
        Iterator<Map.Entry<String, JsonNode>> fields = part.properties().iterator();
        if (part.size() == 1) {
            Map.Entry<String, JsonNode> only = fields.next();
            if (only.getKey().equals("Ref") || only.getKey().startsWith("Fn::")) {
                return function(only.getKey(), only.getValue());
            }
        }
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        part.properties().forEach(field -> {
            JsonNode value = of(field.getValue());
            if (!value.isMissingNode()) {
                object.set(field.getKey(), value);
            }
        });
        return object;
    }

    private static void add(ArrayNode array, JsonNode value) {
        if (!value.isMissingNode()) {
            array.add(value);
        }
    }

    private JsonNode function(String name, JsonNode argument) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        return switch (name) {
            case "Ref" -> argument.asText().equals("AWS::NoValue") ? NO_VALUE : json.textNode(value(argument.asText()));
            case "Fn::GetAtt" ->
                json.textNode(
                        value(argument.get(0).asText() + "." + argument.get(1).asText()));
            case "Fn::If" -> of(argument.get(is(argument.get(0).asText()) ? 1 : 2));
            case "Fn::Sub" ->
                json.textNode(
                        argument.isArray()
                                ? substitute(argument.get(0).asText(), argument.get(1))
                                : substitute(argument.asText(), NO_VALUE));
            case "Fn::Join" -> {
                StringBuilder joined = new StringBuilder();
                String between = "";
                for (JsonNode one : list(argument.get(1))) {
                    joined.append(between).append(one.asText());
                    between = argument.get(0).asText();
                }
                yield json.textNode(joined.toString());
            }
            case "Fn::Split" -> {
                ArrayNode parts = json.arrayNode();
                for (String one : text(argument.get(1))
                        .split(Pattern.quote(argument.get(0).asText()), -1)) {
                    parts.add(one);
                }
                yield parts;
            }
            case "Fn::Select" -> list(argument.get(1)).get(argument.get(0).asInt());
            case "Fn::FindInMap" ->
                template.section("Mappings")
                        .path(text(argument.get(0)))
                        .path(text(argument.get(1)))
                        .path(text(argument.get(2)));
            case "Fn::Base64" -> of(argument);
            default -> throw new IllegalArgumentException("the renderer doesn't know " + name);
        };
    }

    /** Returns a list, or the items of a parameter of a list type. */
    private JsonNode list(JsonNode part) {
        JsonNode list = of(part);
        if (list.isArray()) {
            return list;
        }
        ArrayNode parts = JsonNodeFactory.instance.arrayNode();
        for (String one : list.asText().split(",", -1)) {
            parts.add(one);
        }
        return parts;
    }

    private String substitute(String text, JsonNode own) {
        StringBuilder filled = new StringBuilder();
        Matcher matcher = SUBSTITUTED.matcher(text);
        while (matcher.find()) {
            String name = matcher.group(2);
            String value =
                    !matcher.group(1).isEmpty() ? "${" + name + "}" : own.has(name) ? text(own.get(name)) : value(name);
            matcher.appendReplacement(filled, Matcher.quoteReplacement(value));
        }
        return matcher.appendTail(filled).toString();
    }

    private String value(String name) {
        String value = values.get(name);
        if (value != null) {
            return value;
        }
        String resource = name.contains(".") ? name.substring(0, name.indexOf('.')) : name;
        if (!template.section("Resources").has(resource)) {
            throw new IllegalArgumentException(name + " has no value");
        }
        return name;
    }

    /** Returns the user data of a launch template in the form that a machine receives. */
    String userData(String launchTemplate) {
        return text(
                template.properties(launchTemplate).get("LaunchTemplateData").get("UserData"));
    }

    Map<String, String> jobEnvironment(String launchTemplate) {
        return jobEnvironmentOf(userData(launchTemplate));
    }

    /** Returns the unchanged lines of the job's environment between the marks in the user data. */
    public static Map<String, String> jobEnvironmentOf(String script) {
        String begin = "<<'END_OF_JOB'\n";
        int from = script.indexOf(begin) + begin.length();
        Map<String, String> environment = new TreeMap<>();
        for (String line :
                script.substring(from, script.indexOf("\nEND_OF_JOB\n")).split("\n", -1)) {
            int equals = line.indexOf('=');
            environment.put(line.substring(0, equals), line.substring(equals + 1));
        }
        return environment;
    }

    /** Returns the parameters that every deployment must set. */
    public static Map<String, String> required() {
        return Map.of(
                "srcBucket", "from",
                "destBucket", "to",
                "alarmEmail", "ops@example.com",
                "amiId", "ami-0123456789abcdef0",
                "ec2VpcId", "vpc-0123456789abcdef0",
                "ec2Subnets", "subnet-0123456789abcdef0,subnet-0123456789abcdef1");
    }

    public static Map<String, String> required(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(required());
        all.putAll(more);
        return all;
    }
}
