package dev.caravan.routes;

import static dev.caravan.local.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Checks the rules of route files, which keep them easy to read and edit. */
class RoutesSchemaTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path ROUTES = Path.of("src/main/resources/routes");
    private static JsonSchema schema;

    /** Camel's schema is large: to build it costs more than all validations. */
    @BeforeAll
    static void readSchema() throws IOException {
        try (InputStream file = RoutesSchemaTest.class.getResourceAsStream("/schema/camelYamlDsl.json")) {
            schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4).getSchema(file);
        }
    }

    static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(ROUTES)) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void fileIsValidByCamelsOwnSchema(Path file) throws Exception {
        // Camel accepts a placeholder in place of a number, which the schema doesn't allow.
        assertThat(schema.validate(yaml(file)))
                .filteredOn(problem -> !problem.getInstanceNode().asText().startsWith("{{"))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyRouteAndStepHasAnIdOfItsOwnAndEveryRouteADescription(Path file) throws Exception {
        for (JsonNode entry : yaml(file)) {
            if (entry.has("route")) {
                JsonNode route = entry.get("route");
                assertThat(route.path("description").asText())
                        .as(file + ": " + route.path("id"))
                        .isNotEmpty();
            }
        }
    }

    @Test
    void idsAreUniqueOverAllFiles() throws Exception {
        Set<String> seen = new HashSet<>();
        for (Path file : files()) {
            collectIds(yaml(file), file.toString(), seen);
        }
        assertThat(seen).contains("find", "object", "get-object", "upload-part");
    }

    /**
     * Without a route configuration, a route logs each failure and ends. Hawtio can't draw a route with its own error
     * handler.
     */
    @ParameterizedTest
    @MethodSource("files")
    void everyRouteNamesWhatHappensWhenAStepFails(Path file) throws Exception {
        for (JsonNode entry : yaml(file)) {
            JsonNode route = entry.path("route");
            if (!route.isMissingNode()) {
                assertThat(route.path("routeConfigurationId").asText())
                        .as(route.path("id").asText())
                        .isIn(policies());
                assertThat(route.has("errorHandler")).isFalse();
            }
        }
    }

    private static List<String> policies() throws IOException {
        List<String> ids = new ArrayList<>();
        for (JsonNode entry : yaml(ROUTES.resolve("errors.camel.yaml"))) {
            if (entry.has("routeConfiguration")) {
                ids.add(entry.path("routeConfiguration").path("id").asText());
            }
        }
        return ids;
    }

    @ParameterizedTest
    @MethodSource("files")
    void noUriCarriesAQueryString(Path file) throws Exception {
        for (String uri : yaml(file).findValuesAsText("uri")) {
            assertThat(uri).doesNotContain("?");
        }
    }

    /** A step is an entry of a list of steps; each must have an id. Expressions and clauses have none. */
    private static void collectIds(JsonNode node, String where, Set<String> seen) {
        if (node.isArray()) {
            node.forEach(child -> collectIds(child, where, seen));
        } else if (node.isObject()) {
            node.properties().forEach(field -> {
                JsonNode value = field.getValue();
                if (field.getKey().equals("steps")) {
                    value.forEach(step ->
                            step.forEach(body -> assertThat(body.path("id").asText())
                                    .as("a step without id in " + where + ": " + step)
                                    .isNotEmpty()));
                }
                if (field.getKey().equals("id")) {
                    assertThat(seen.add(value.asText()))
                            .as("id " + value + " twice")
                            .isTrue();
                }
                collectIds(value, where, seen);
            });
        }
    }

    private static JsonNode yaml(Path file) throws IOException {
        LoadSettings settings = LoadSettings.builder().setLabel(file.toString()).build();
        return JSON.valueToTree(new Load(settings).loadFromString(Files.readString(file)));
    }
}
