package dev.caravan.local;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicReference;
import software.amazon.awssdk.thirdparty.jackson.core.JsonParser;
import software.amazon.awssdk.thirdparty.jackson.core.JsonToken;
import software.amazon.awssdk.thirdparty.jackson.dataformat.cbor.CBORFactory;
import software.amazon.awssdk.thirdparty.jackson.dataformat.cbor.CBORGenerator;

/**
 * One metric of Amazon CloudWatch, with GetMetricStatistics in the protocol of the SDK's client: Smithy RPC v2 with
 * CBOR.
 */
public final class LocalMetrics implements AutoCloseable {

    private static final String OPERATION = "/service/GraniteServiceVersion20100801/operation/GetMetricStatistics";
    private static final int EPOCH_SECONDS = 1;

    private final CBORFactory cbor = new CBORFactory();
    private final HttpServer server;
    private final Map<Instant, Double> datapoints = new ConcurrentSkipListMap<>();
    private final AtomicReference<String> asked = new AtomicReference<>("");
    private final AtomicReference<String> refusal = new AtomicReference<>("");

    private LocalMetrics(HttpServer server) {
        this.server = server;
    }

    public static LocalMetrics start() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            LocalMetrics metrics = new LocalMetrics(server);
            server.createContext("/", metrics::handle);
            server.start();
            return metrics;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the value of {@code AWS_ENDPOINT_URL_CLOUDWATCH}. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    public void put(Instant time, double maximum) {
        datapoints.put(time, maximum);
    }

    /** Rejects all later requests with this code. */
    public void refuse(String code) {
        refusal.set(code);
    }

    /** Returns the names and values of the last request in their order, separated by spaces. */
    public String asked() {
        return asked.get();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            boolean known = exchange.getRequestURI().getPath().equals(OPERATION)
                    && "rpc-v2-cbor".equals(exchange.getRequestHeaders().getFirst("smithy-protocol"));
            asked.set(texts(exchange.getRequestBody().readAllBytes()));
            String code = known ? refusal.get() : "UnknownOperationException";
            byte[] answer = code.isEmpty() ? statistics() : error(code);
            exchange.getResponseHeaders().set("smithy-protocol", "rpc-v2-cbor");
            exchange.getResponseHeaders().set("Content-Type", "application/cbor");
            exchange.sendResponseHeaders(code.isEmpty() ? 200 : 400, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    private String texts(byte[] request) throws IOException {
        StringBuilder texts = new StringBuilder();
        try (JsonParser parser = cbor.createParser(request)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.VALUE_STRING || token == JsonToken.FIELD_NAME) {
                    texts.append(parser.getText()).append(' ');
                }
            }
        }
        return texts.toString();
    }

    private byte[] statistics() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (CBORGenerator answer = cbor.createGenerator(out)) {
            answer.writeStartObject();
            answer.writeStringField("Label", "any");
            answer.writeArrayFieldStart("Datapoints");
            for (Map.Entry<Instant, Double> point : datapoints.entrySet()) {
                answer.writeStartObject();
                answer.writeFieldName("Timestamp");
                answer.writeTag(EPOCH_SECONDS);
                answer.writeNumber((double) point.getKey().getEpochSecond());
                answer.writeNumberField("Maximum", point.getValue());
                answer.writeEndObject();
            }
            answer.writeEndArray();
            answer.writeEndObject();
        }
        return out.toByteArray();
    }

    private byte[] error(String code) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (CBORGenerator answer = cbor.createGenerator(out)) {
            answer.writeStartObject();
            answer.writeStringField("__type", "com.amazonaws.cloudwatch#" + code);
            answer.writeStringField("message", "not you");
            answer.writeEndObject();
        }
        return out.toByteArray();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
