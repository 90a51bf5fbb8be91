package dev.caravan.component.kodo;

import static dev.caravan.local.Assertions.assertThat;

import dev.caravan.component.ObjectStoreHeaders;
import dev.caravan.store.GetRequest;
import dev.caravan.store.ObjectContent;
import dev.caravan.store.ObjectInfo;
import dev.caravan.store.ObjectPage;
import dev.caravan.store.ObjectSummary;
import java.util.Map;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests the component in routes of another application. */
class KodoEndpointIT {

    private final KodoSide side = new KodoSide();

    @AfterEach
    void close() {
        side.close();
    }

    @Test
    void aRouteInYamlListsAndReads() throws Exception {
        side.bucket.put("a b", "hello");
        String yaml = """
                - route:
                    id: look
                    from:
                      uri: direct:look
                      steps:
                        - to:
                            uri: kodo:bucket
                            parameters:
                              operation: headObject
                              region: z0
                              endpoint: "ENDPOINT"
                              accessKeyId: AKID
                              secretAccessKey: "RAW(secret)"
                - route:
                    id: list
                    from:
                      uri: direct:list
                      steps:
                        - to:
                            uri: kodo:bucket
                            parameters:
                              operation: listObjects
                              region: z0
                              endpoint: "ENDPOINT"
                              accessKeyId: AKID
                              secretAccessKey: "RAW(secret)"
                - route:
                    id: read
                    from:
                      uri: direct:read
                      steps:
                        - to:
                            uri: kodo:bucket
                            parameters:
                              operation: getObject
                              region: z0
                              domain: "DOMAIN"
                              endpoint: "ENDPOINT"
                              accessKeyId: AKID
                              secretAccessKey: "RAW(secret)"
                """;
        side.server.bind("localhost", "bucket");
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            PluginHelper.getRoutesLoader(camel)
                    .loadRoutes(ResourceHelper.fromString(
                            "routes.camel.yaml",
                            yaml.replace("ENDPOINT", side.server.endpoint().toString())
                                    .replace("DOMAIN", "http://localhost:" + side.server.port())));
            camel.start();
            Map<String, Object> key = Map.of(ObjectStoreHeaders.KEY, "a b");
            try (var template = camel.createProducerTemplate()) {
                ObjectInfo info = template.requestBodyAndHeaders("direct:look", null, key, ObjectInfo.class);
                assertThat(info.size()).isEqualTo(5);
                ObjectPage page = template.requestBody("direct:list", null, ObjectPage.class);
                assertThat(page.objects()).extracting(ObjectSummary::key).containsExactly("a b");
                var answer = template.request(
                        "direct:read", exchange -> exchange.getMessage().setHeader(ObjectStoreHeaders.KEY, "a b"));
                assertThat(answer.getException()).isNull();
                assertThat(answer.getMessage().getBody()).isInstanceOf(ObjectContent.class);
            }
        }
    }

    @Test
    void anEndpointIsWrittenInOneLine() throws Exception {
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.getComponent("kodo", KodoComponent.class).getConfiguration().setAccessKeyId("AKID");
            camel.getComponent("kodo", KodoComponent.class).getConfiguration().setSecretAccessKey("secret");
            KodoEndpoint endpoint = camel.getEndpoint("kodo:bucket?operation=headObject&region=z0", KodoEndpoint.class);
            assertThat(endpoint.getConfiguration().getRegion()).isEqualTo("z0");
            assertThat(endpoint.store().name()).isEqualTo("kodo://bucket");
            endpoint.stop();
            KodoEndpoint elsewhere = camel.getEndpoint(
                    "kodo:bucket?operation=getObject&endpoint=" + side.server.endpoint(), KodoEndpoint.class);
            side.bucket.put("a", "hello");
            try (ObjectContent content = elsewhere.store().get(new GetRequest("a", null, null))) {
                assertThat(content.stream().readAllBytes()).hasSize(5);
            }
            elsewhere.stop();
        }
    }
}
