package dev.caravan.component;

import static dev.caravan.local.Assertions.assertThat;

import dev.caravan.store.ByteRange;
import dev.caravan.store.GetRequest;
import dev.caravan.store.ListRequest;
import dev.caravan.store.ObjectContent;
import dev.caravan.store.ObjectInfo;
import dev.caravan.store.ObjectMetadata;
import dev.caravan.store.ObjectPage;
import dev.caravan.store.ObjectStore;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the effect of headers that a route sets. */
class ObjectStoreProducerTest {

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final List<Object> requests = new ArrayList<>();

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    void aRequestIsWhatTheHeadersSay() throws Exception {
        ByteRange range = new ByteRange(5, 10);
        assertThat(get(Map.of(
                                ObjectStoreHeaders.RANGE,
                                range,
                                ObjectStoreHeaders.IF_MATCH,
                                "e",
                                ObjectStoreHeaders.SIZE,
                                100L))
                        .getException())
                .isNull();
        assertThat(requests).containsExactly(new GetRequest("${key}", range, "e", 100));
    }

    @Test
    void aRouteMayWriteRangeAndSizeAsText() throws Exception {
        assertThat(get(Map.of(ObjectStoreHeaders.RANGE, "bytes=5-14", ObjectStoreHeaders.SIZE, "100"))
                        .getException())
                .isNull();
        assertThat(requests).containsExactly(new GetRequest("${key}", new ByteRange(5, 10), "", 100));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "5-14", "bytes=5-", "bytes=-5", "bytes=14-5", "bytes=0-4,6-7", "bytes=a-b", "lines=0-4"})
    void aRangeOfAnotherFormIsRefused(String range) throws Exception {
        assertThat(get(Map.of(ObjectStoreHeaders.RANGE, range)).getException())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("not a byte range");
        assertThat(requests).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "CaravanRange, dev.caravan.store.ByteRange",
        "CaravanIfMatch, java.lang.String",
        "CaravanKey, java.lang.String"
    })
    void aHeaderOfAnotherTypeIsRefusedAndNotIgnored(String header, String type) throws Exception {
        assertThat(get(Map.of(header, 5)).getException())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the header " + header + " is a java.lang.Integer and must be a " + type);
        assertThat(requests).isEmpty();
    }

    private Exchange get(Map<String, Object> headers) throws Exception {
        context.start();
        ObjectStoreEndpoint endpoint = new ObjectStoreEndpoint("test:bucket", null, "bucket") {
            @Override
            protected ObjectStore open() {
                return new Recording();
            }
        };
        endpoint.setCamelContext(context);
        endpoint.setOperation(ObjectStoreOperation.getObject);
        Map<String, Object> all = new HashMap<>(Map.of(ObjectStoreHeaders.KEY, "${key}"));
        all.putAll(headers);
        Exchange exchange = new DefaultExchange(context);
        exchange.getMessage().setHeaders(all);
        return context.createProducerTemplate().send(endpoint, exchange);
    }

    private final class Recording implements ObjectStore {

        @Override
        public String name() {
            return "test";
        }

        @Override
        public ObjectPage list(ListRequest request) {
            throw new UnsupportedOperationException();
        }

        @Override
        public ObjectInfo head(String key, String versionId, boolean complete) {
            throw new UnsupportedOperationException();
        }

        @Override
        public ObjectContent get(GetRequest request) {
            requests.add(request);
            ObjectInfo info = new ObjectInfo("a", 0, "e", false, Instant.EPOCH, "", ObjectMetadata.NONE);
            return new ObjectContent(InputStream.nullInputStream(), 0, info, () -> {});
        }

        @Override
        public void check() {}

        @Override
        public void close() {}
    }
}
