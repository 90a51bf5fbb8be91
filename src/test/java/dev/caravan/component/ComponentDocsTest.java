package dev.caravan.component;

import static dev.caravan.local.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Checks that the page of options and headers agrees with Camel's catalog of the components. With
 * -Dcaravan.docs.write=true the test writes the page.
 */
class ComponentDocsTest {

    private static final Path PAGE = Path.of("docs/components.md");
    private static final String COMMAND = "./mvnw -q test -Dtest=ComponentDocsTest -Dcaravan.docs.write=true";
    private static final List<String> SCHEMES = List.of("s3", "oss", "cos", "kodo");

    /** The options that the introduction explains, and the option that every Camel endpoint has. */
    private static final Set<String> ELSEWHERE = Set.of("bucket", "operation", "lazyStartProducer");

    private static final String INTRODUCTION = """
            # The stores' components

            A test writes this page from Camel's catalog of the components `s3`, `oss`, `cos` and `kodo`. [docs/extend.md](extend.md) shows how they are used.

            An endpoint is a bucket and an operation, for example `oss:my-bucket?operation=getObject&region=cn-hangzhou`. The options can also be set
            once for a component: `camel.component.oss.region=cn-hangzhou`. Endpoints of a bucket without options of their own share their connections.

            """;

    @Test
    void thePageSaysWhatTheCatalogSays() throws IOException {
        String wanted = page();
        if (Boolean.getBoolean("caravan.docs.write")) {
            Files.writeString(PAGE, wanted);
            return;
        }
        assertThat(PAGE)
                .as("differs from the components' annotations; this command writes it: %s", COMMAND)
                .hasContent(wanted);
    }

    private static String page() throws IOException {
        Map<String, JsonNode> options = new TreeMap<>();
        Map<String, List<String>> having = new TreeMap<>();
        Map<String, JsonNode> headers = new LinkedHashMap<>();
        for (String scheme : SCHEMES) {
            JsonNode catalog = catalog(scheme);
            for (Map.Entry<String, JsonNode> option : catalog.get("properties").properties()) {
                if (!ELSEWHERE.contains(option.getKey())) {
                    options.putIfAbsent(option.getKey(), option.getValue());
                    having.computeIfAbsent(option.getKey(), name -> new ArrayList<>())
                            .add(scheme);
                }
            }
            catalog.get("headers").properties().forEach(header -> headers.put(header.getKey(), header.getValue()));
        }
        StringBuilder page = new StringBuilder(INTRODUCTION);
        page.append("## Options\n\n| option | of | default | meaning |\n|---|---|---|---|\n");
        options.forEach((name, option) -> page.append("| `%s` | %s | %s | %s |\n"
                .formatted(
                        name,
                        having.get(name).equals(SCHEMES) ? "all" : "`" + String.join("`, `", having.get(name)) + "`",
                        option.has("defaultValue")
                                ? "`" + option.get("defaultValue").asText() + "`"
                                : "",
                        option.get("description").asText())));
        page.append("\n## Headers\n\n| header | type | meaning |\n|---|---|---|\n");
        headers.forEach((name, header) -> page.append("| `%s` | `%s` | %s |\n"
                .formatted(
                        name,
                        header.get("javaType").asText(),
                        header.get("description").asText())));
        return page.toString();
    }

    private static JsonNode catalog(String scheme) throws IOException {
        String file = "/META-INF/dev/caravan/component/" + scheme + "/" + scheme + ".json";
        try (InputStream stream = ComponentDocsTest.class.getResourceAsStream(file)) {
            return new JsonMapper().readTree(stream);
        }
    }
}
