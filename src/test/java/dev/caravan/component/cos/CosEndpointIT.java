package dev.caravan.component.cos;

import static dev.caravan.local.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.component.ObjectStoreHeaders;
import dev.caravan.job.Network;
import dev.caravan.store.ByteRange;
import dev.caravan.store.GoneException;
import dev.caravan.store.ObjectContent;
import dev.caravan.store.ObjectInfo;
import dev.caravan.store.ObjectPage;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests the component in routes of another application. */
class CosEndpointIT extends CosFixture {

    private static final String KEY = "${bean:type:java.lang.System?method=nanoTime} a//b";

    private static final String ROUTES = """
            - errorHandler:
                noErrorHandler: {}
            - route:
                id: look
                from:
                  uri: direct:look
                  steps:
                    - to:
                        id: head
                        uri: cos:bucket-1250000000
                        parameters:
                          operation: headObject
                          region: ap-guangzhou
                          endpoint: %1$s
                          accessKeyId: AKID
                          secretAccessKey: RAW(the-secret)
            - route:
                id: page
                from:
                  uri: direct:page
                  steps:
                    - to: cos:bucket-1250000000?operation=listObjects&endpoint=%1$s&accessKeyId=AKID&secretAccessKey=the-secret
            - route:
                id: read
                from:
                  uri: direct:read
                  steps:
                    - to: cos:bucket-1250000000?operation=getObject&endpoint=%1$s&accessKeyId=AKID&secretAccessKey=the-secret
            """;

    private final CamelContext camel = new DefaultCamelContext();

    @BeforeEach
    void start() throws Exception {
        bucket.put(KEY, "0123456789");
        PluginHelper.getRoutesLoader(camel)
                .loadRoutes(ResourceHelper.fromString("test.camel.yaml", ROUTES.formatted(server.endpoint())));
        camel.start();
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    @Test
    void anObjectIsLookedAt() {
        ProducerTemplate template = camel.createProducerTemplate();
        ObjectInfo info =
                template.requestBodyAndHeader("direct:look", null, ObjectStoreHeaders.KEY, KEY, ObjectInfo.class);
        assertThat(info.key()).isEqualTo(KEY);
        assertThat(info.size()).isEqualTo(10);
        assertThatThrownBy(() -> template.requestBodyAndHeader("direct:look", null, ObjectStoreHeaders.KEY, "none"))
                .isInstanceOf(CamelExecutionException.class)
                .hasCauseInstanceOf(GoneException.class);
    }

    @Test
    void aPageIsListed() {
        ObjectPage page = camel.createProducerTemplate().requestBody("direct:page", null, ObjectPage.class);
        assertThat(page.objects())
                .singleElement()
                .satisfies(object -> assertThat(object.key()).isEqualTo(KEY));
    }

    @Test
    void anObjectIsRead() {
        Object body = camel.createProducerTemplate()
                .request("direct:read", exchange -> {
                    exchange.getMessage().setHeader(ObjectStoreHeaders.KEY, KEY);
                    exchange.getMessage().setHeader(ObjectStoreHeaders.RANGE, new ByteRange(2, 3));
                })
                .getMessage()
                .getBody();
        assertThat(body)
                .isInstanceOfSatisfying(
                        ObjectContent.class,
                        content -> assertThat(content.length()).isEqualTo(3));
        assertThat(server.requests().log().get(0).range()).isEqualTo("bytes=2-4");
    }

    @Test
    void optionsAreThoseOfTheConfiguration() {
        CosEndpoint endpoint = camel.getEndpoint(
                "cos:photos-1250000000?operation=headObject&region=ap-guangzhou&network=accelerate&anonymous=true"
                        + "&domain=files.example.com&maxConnections=3",
                CosEndpoint.class);
        assertThat(endpoint.getBucket()).isEqualTo("photos-1250000000");
        assertThat(endpoint.getConfiguration().getNetwork()).isEqualTo(Network.ACCELERATE);
        assertThat(endpoint.getConfiguration().getDomain()).isEqualTo("files.example.com");
        assertThat(endpoint.getConfiguration().getMaxConnections()).isEqualTo(3);
        assertThat(endpoint.getConfiguration().isAnonymous()).isTrue();
    }

    @Test
    void whatOnlyADestinationDoesIsRefused() {
        CosEndpoint endpoint = camel.getEndpoint(
                "cos:bucket-1250000000?operation=deleteObject&endpoint=" + server.endpoint()
                        + "&accessKeyId=AKID&secretAccessKey=the-secret",
                CosEndpoint.class);
        assertThatThrownBy(() -> camel.createProducerTemplate()
                        .requestBodyAndHeader(endpoint, null, ObjectStoreHeaders.KEY, KEY))
                .rootCause()
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("can be a source only");
        assertThat(bucket.size()).isEqualTo(1);
    }
}
