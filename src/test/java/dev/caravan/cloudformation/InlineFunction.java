package dev.caravan.cloudformation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A function of the template. python3 runs it against a simulated cloud with the given responses. */
final class InlineFunction {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path RUNNER = Path.of("src/test/resources/cloudformation/function.py");

    private final ObjectNode scenario = JSON.createObjectNode();
    private JsonNode end;

    InlineFunction(String name, Map<String, String> environment) throws Exception {
        Tool.assumePresent("python3 isn't there: the inline functions are not run", "python3", "--version");
        scenario.put(
                "code",
                Template.read().properties(name).get("Code").get("ZipFile").asText());
        scenario.set("environment", JSON.valueToTree(environment));
        scenario.putArray("events");
        scenario.putObject("answers");
    }

    InlineFunction event(String json) throws Exception {
        scenario.withArray("events").add(JSON.readTree(json));
        return this;
    }

    /** Sets the responses of a call, in their order. A response with {@code error} is thrown. */
    InlineFunction answer(String call, String... answers) throws Exception {
        for (String answer : answers) {
            scenario.withObject("answers").withArray(call).add(JSON.readTree(answer));
        }
        return this;
    }

    InlineFunction run() throws Exception {
        end = JSON.readTree(Python.answer(JSON.writeValueAsString(scenario)));
        return this;
    }

    /** Returns the names of all calls, in order. */
    List<String> calls() {
        List<String> names = new ArrayList<>();
        end.get("calls").forEach(call -> names.add(call.get(0).asText()));
        return names;
    }

    /** Returns the arguments of each call of this name. */
    List<JsonNode> arguments(String name) {
        List<JsonNode> arguments = new ArrayList<>();
        end.get("calls").forEach(call -> {
            if (call.get(0).asText().equals(name)) {
                arguments.add(call.get(1));
            }
        });
        return arguments;
    }

    String printed() {
        return end.get("printed").asText();
    }

    List<String> raised() {
        return JSON.convertValue(
                end.get("raised"), JSON.getTypeFactory().constructCollectionType(List.class, String.class));
    }

    /** One python3 process for all functions. It ends with this process, because its input then ends. */
    private static final class Python {

        private static Process process;

        private static synchronized String answer(String line) throws Exception {
            if (process == null) {
                process = new ProcessBuilder("python3", RUNNER.toString())
                        .redirectErrorStream(true)
                        .start();
            }
            BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
            process.outputWriter(StandardCharsets.UTF_8)
                    .append(line)
                    .append('\n')
                    .flush();
            String answer = CompletableFuture.supplyAsync(() -> line(output)).get(120, TimeUnit.SECONDS);
            if (answer == null || !answer.startsWith("{")) {
                String rest = output.lines().collect(Collectors.joining("\n", answer + "\n", ""));
                process = null;
                throw new AssertionError(rest);
            }
            return answer;
        }

        private static String line(BufferedReader output) {
            try {
                return output.readLine();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
