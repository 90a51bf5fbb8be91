package dev.caravan.flow;

import static dev.caravan.local.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.spi.RoutesLoader;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.Test;

class ExtensionPointsTest {

    private static final Path ROUTES = Path.of("src/main/resources/routes");

    private final ExtensionPoints points = new ExtensionPoints();

    @Test
    void pointsWithoutStepsAddNoStepToTheRoutes() throws Exception {
        try (DefaultCamelContext context = prepared(Files.readString(ROUTES.resolve("extensions.camel.yaml")))) {
            assertThat(context.getRouteDefinitions())
                    .extracting(RouteDefinition::getId)
                    .contains("object", "attempt", "part")
                    .doesNotContain("before-copy", "bytes", "part-bytes", "recorded", "on-failure", "finished");
            assertThat(calls(context))
                    .contains("transfer:plan", "direct:multipart")
                    .doesNotContain("transfer:decide", "direct:before-copy", "direct:bytes", "direct:part-bytes");
            assertThat(points.seesBytes()).isFalse();
        }
    }

    @Test
    void pointWithStepsIsCalled() throws Exception {
        String mine = """
                - route:
                    id: mine
                    from:
                      uri: direct:bytes
                      steps:
                        - log: seen
                """;
        try (DefaultCamelContext context = prepared(mine)) {
            assertThat(calls(context)).contains("direct:bytes").doesNotContain("transfer:decide", "direct:part-bytes");
            assertThat(points.seesBytes()).isTrue();
            assertThat(points.missesParts()).isTrue();
        }
    }

    private DefaultCamelContext prepared(String extensions) throws Exception {
        DefaultCamelContext context = new DefaultCamelContext();
        RoutesLoader loader = context.getCamelContextExtension().getContextPlugin(RoutesLoader.class);
        for (String file : List.of("object", "multipart")) {
            String text = Files.readString(ROUTES.resolve(file + ".camel.yaml"));
            loader.loadRoutes(ResourceHelper.fromString(file + ".camel.yaml", text));
        }
        loader.loadRoutes(ResourceHelper.fromString("extensions.camel.yaml", extensions));
        points.prepare(context);
        return context;
    }

    /** Returns the endpoints that the steps of the loaded routes call. */
    private static List<String> calls(DefaultCamelContext context) {
        List<String> uris = new ArrayList<>();
        for (RouteDefinition route : context.getRouteDefinitions()) {
            ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), ToDefinition.class)
                    .forEach(to -> uris.add(to.getUri()));
        }
        return uris;
    }
}
