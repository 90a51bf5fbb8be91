package dev.caravan.routes;

import static dev.caravan.local.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.flow.TransferOperation;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * Checks that the page of all routes and operations agrees with the route files. With -Dcaravan.docs.write=true the
 * test writes the page.
 */
class RoutesReferenceTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path PAGE = Path.of("docs/routes-reference.md");
    private static final Path ROUTES = Path.of("src/main/resources/routes");
    private static final String COMMAND = "./mvnw -q test -Dtest=RoutesReferenceTest -Dcaravan.docs.write=true";

    @Test
    void thePageShowsEachRouteWithItsStepsAndEachOperation() throws IOException {
        String wanted = page();
        if (Boolean.getBoolean("caravan.docs.write")) {
            Files.writeString(PAGE, wanted);
        }
        assertThat(PAGE)
                .as("differs from the route files; this command writes it: %s", COMMAND)
                .hasContent(wanted);
    }

    @Test
    void everyOperationIsUsedByARoute() throws IOException {
        // A dry run uses this endpoint in place of the queue.
        Set<String> used = new HashSet<>(Set.of("transfer:tell"));
        for (Path file : files()) {
            used.addAll(yaml(file).findValuesAsText("uri"));
        }
        for (String mode : List.of("sync", "finder", "worker")) {
            Properties ofMode = new Properties();
            try (Reader file =
                    Files.newBufferedReader(Path.of("src/main/resources/application-" + mode + ".properties"))) {
                ofMode.load(file);
            }
            ofMode.values().forEach(value -> used.add(value.toString()));
        }
        used.removeIf(uri -> !uri.startsWith("transfer:"));
        assertThat(Stream.of(TransferOperation.values()).map(operation -> "transfer:" + operation))
                .containsExactlyInAnyOrderElementsOf(used);
    }

    private static String page() throws IOException {
        StringBuilder page = new StringBuilder("""
                # Reference of the routes

                A test writes this page from the route files and the list of operations. [routes.md](routes.md) says how to change the flow.

                ## Routes

                """);
        for (Path file : files()) {
            page.append("### ").append(file.getFileName()).append("\n\n");
            for (JsonNode entry : yaml(file)) {
                JsonNode route = entry.path("route");
                if (!route.isMissingNode()) {
                    page.append("**").append(route.path("id").asText()).append("** (`");
                    page.append(route.path("from").path("uri").asText()).append("`): ");
                    page.append(route.path("description").asText()).append(".\n\n");
                    steps(route.path("from").path("steps"), "", page);
                    page.append('\n');
                }
            }
            if (file.endsWith("errors.camel.yaml")) {
                page.append("This file says what happens when a step fails. Its comments describe each policy.\n\n");
            }
        }
        page.append("""
                ## Operations of transfer

                An operation is a step of a protocol that must not be changed. A route calls it as `to: { uri: transfer:OPERATION }`. It
                reads and writes the transfer of the exchange, and the headers that its text names.

                | operation | what it does |
                |---|---|
                """);
        for (TransferOperation operation : TransferOperation.values()) {
            page.append("| `").append(operation.name()).append("` | ");
            page.append(operation.text()).append(" |\n");
        }
        return page.toString();
    }

    private static void steps(JsonNode steps, String indent, StringBuilder page) {
        for (JsonNode step : steps) {
            step.properties().forEach(one -> step(one.getKey(), one.getValue(), indent, page));
        }
    }

    private static void step(String name, JsonNode step, String indent, StringBuilder page) {
        page.append(indent).append("- `").append(name);
        if (step.has("uri")) {
            page.append(' ').append(step.path("uri").asText());
            String operation = step.path("parameters").path("operation").asText();
            page.append(operation.isEmpty() ? "" : " " + operation);
        }
        page.append("`\n");
        String deeper = indent + "    ";
        steps(step.path("steps"), deeper, page);
        for (JsonNode when : step.path("when")) {
            page.append(deeper)
                    .append("- when `")
                    .append(when.path("simple").asText())
                    .append("`\n");
            steps(when.path("steps"), deeper + "    ", page);
        }
        for (JsonNode failure : step.path("doCatch")) {
            page.append(deeper).append("- on ");
            List<String> names = new ArrayList<>();
            failure.path("exception").forEach(type -> names.add(type.asText().replaceAll(".*\\.", "")));
            page.append(String.join(", ", names)).append('\n');
            steps(failure.path("steps"), deeper + "    ", page);
        }
        if (step.has("otherwise")) {
            page.append(deeper).append("- otherwise\n");
            steps(step.path("otherwise").path("steps"), deeper + "    ", page);
        }
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(ROUTES)) {
            return files.sorted().toList();
        }
    }

    private static JsonNode yaml(Path file) throws IOException {
        LoadSettings settings = LoadSettings.builder().setLabel(file.toString()).build();
        return JSON.valueToTree(new Load(settings).loadFromString(Files.readString(file)));
    }
}
