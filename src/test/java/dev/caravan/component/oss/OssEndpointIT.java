package dev.caravan.component.oss;

import static dev.caravan.local.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.component.ObjectStoreHeaders;
import dev.caravan.store.ObjectInfo;
import dev.caravan.store.ObjectMetadata;
import dev.caravan.store.ObjectPage;
import java.util.Map;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.Test;

/** Tests the component in a user's route, without the rest of Caravan. */
class OssEndpointIT {

    private static final String ROUTES = """
            - route:
                id: head
                from:
                  uri: direct:head
                  steps:
                    - to:
                        uri: "oss:bucket?operation=headObject&region=cn-hangzhou&signature=v1&endpoint={{endpoint}}&{{key}}"
            - route:
                id: list
                from:
                  uri: direct:list
                  steps:
                    - to:
                        uri: oss:bucket
                        parameters:
                          operation: listObjects
                          region: cn-hangzhou
                          network: public
                          endpoint: "{{endpoint}}"
                          accessKeyId: AKID
                          secretAccessKey: secret
            - route:
                id: put
                from:
                  uri: direct:put
                  steps:
                    - to:
                        uri: oss:bucket
                        parameters:
                          operation: putObject
                          region: cn-hangzhou
                          endpoint: "{{endpoint}}"
                          accessKeyId: AKID
                          secretAccessKey: secret
            """;

    @Test
    void aRouteInYamlReadsABucket() throws Exception {
        try (OssSide side = new OssSide();
                DefaultCamelContext context = new DefaultCamelContext()) {
            side.place("a${1+1}", new byte[5], ObjectMetadata.NONE);
            context.getPropertiesComponent()
                    .addInitialProperty("endpoint", side.server.endpoint().toString());
            context.getPropertiesComponent().addInitialProperty("key", "accessKeyId=AKID&secretAccessKey=secret");
            PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString("oss.camel.yaml", ROUTES));
            context.start();
            var template = context.createProducerTemplate();
            ObjectInfo info = template.requestBodyAndHeader(
                    "direct:head", null, ObjectStoreHeaders.KEY, "a${1+1}", ObjectInfo.class);
            assertThat(info.size()).isEqualTo(5);
            ObjectPage page = template.requestBodyAndHeaders(
                    "direct:list", null, Map.of(ObjectStoreHeaders.PREFIX, "a"), ObjectPage.class);
            assertThat(page.objects()).hasSize(1);
            assertThatThrownBy(() ->
                            template.requestBodyAndHeader("direct:put", "x", ObjectStoreHeaders.KEY, "b", String.class))
                    .isInstanceOf(CamelExecutionException.class)
                    .hasStackTraceContaining("oss://bucket can be a source only");
            assertThat(context.getEndpoints())
                    .noneMatch(endpoint -> endpoint.toString().contains("secretAccessKey=secret"));
        }
    }
}
