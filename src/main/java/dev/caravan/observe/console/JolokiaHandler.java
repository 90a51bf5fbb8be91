package dev.caravan.observe.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.caravan.observe.Answer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.camel.util.URISupport;
import org.jolokia.server.core.config.ConfigKey;
import org.jolokia.server.core.config.StaticConfiguration;
import org.jolokia.server.core.http.HttpRequestHandler;
import org.jolokia.server.core.request.BadRequestException;
import org.jolokia.server.core.request.EmptyResponseException;
import org.jolokia.server.core.service.JolokiaServiceManagerFactory;
import org.jolokia.server.core.service.api.JolokiaServiceManager;
import org.jolokia.server.core.service.impl.ClasspathServiceCreator;
import org.jolokia.server.core.service.impl.QuietLogHandler;

/**
 * Serves MBeans through Jolokia within the policy. Requests must be POST, since any page's image could send a GET with
 * the browser's password. A GET is answered with the version only, by which Hawtio detects Jolokia.
 */
final class JolokiaHandler implements HttpHandler, AutoCloseable {

    static final String PATH = "/jolokia";

    private static final int LONGEST_REQUEST = 1 << 20;
    private static final int LONGEST_ANSWER = 8 << 20;
    private static final int LARGE_ANSWER = 256 * 1024;
    // Hawtio reads all beans of a folder at once: a route's processors are some hundreds.
    private static final int MOST_REQUESTS = 500;
    // The list of all beans, from which Hawtio draws its tree, is some ten thousands of values. A list that is cut
    // draws no tree at all.
    private static final String MOST_OBJECTS = "500000";
    private static final int MOST_WAITING = 8;
    private static final int PATIENCE_SECONDS = 5;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Semaphore turn = new Semaphore(1, true);
    private final int longestAnswer;
    private final JolokiaServiceManager services;
    private final HttpRequestHandler requests;

    JolokiaHandler(AccessPolicy policy) {
        this(policy, LONGEST_ANSWER);
    }

    /** @param longestAnswer in bytes */
    JolokiaHandler(AccessPolicy policy, int longestAnswer) {
        this.longestAnswer = longestAnswer;
        StaticConfiguration configuration = new StaticConfiguration(
                ConfigKey.AGENT_ID, "caravan",
                ConfigKey.AGENT_DESCRIPTION, "Caravan",
                ConfigKey.ALLOW_ERROR_DETAILS, "false",
                ConfigKey.DISCOVERY_ENABLED, "false",
                ConfigKey.MAX_DEPTH, "15",
                ConfigKey.MAX_COLLECTION_SIZE, "1000",
                ConfigKey.MAX_OBJECTS, MOST_OBJECTS);
        services =
                JolokiaServiceManagerFactory.createJolokiaServiceManager(configuration, new QuietLogHandler(), policy);
        services.addServices(new ClasspathServiceCreator(JolokiaHandler.class.getClassLoader(), "services"));
        requests = new HttpRequestHandler(services.start());
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try {
            if (exchange.getRequestMethod().equals("POST")) {
                byte[] request = exchange.getRequestBody().readNBytes(LONGEST_REQUEST + 1);
                if (request.length > LONGEST_REQUEST) {
                    Answer.text(exchange, 413, "The request is too long.");
                    return;
                }
                take(exchange, request);
            } else if (asksForVersion(exchange.getRequestURI().getRawPath())) {
                String version =
                        requests.handleGetRequest(PATH, "version", Map.of()).toJSONString();
                Answer.send(exchange, 200, Answer.JSON, version.getBytes(StandardCharsets.UTF_8));
            } else {
                Answer.text(exchange, 405, "Requests to Jolokia are sent by POST.");
            }
        } catch (AnswerTooLongException e) {
            Answer.text(exchange, 413, "The answer is too long. Ask for less.");
        } catch (BadRequestException | JsonProcessingException | URISyntaxException | RuntimeException e) {
            Answer.text(exchange, 400, "This is not a request to Jolokia.");
        } catch (EmptyResponseException e) {
            Answer.text(exchange, 403, "Notifications are not sent.");
        }
    }

    private static boolean asksForVersion(String path) {
        return path.equals(PATH) || path.equals(PATH + "/") || path.equals(PATH + "/version");
    }

    /** Answers one request at a time with a short queue, since answers take memory and time that transfers need. */
    private void take(HttpExchange exchange, byte[] request)
            throws IOException, BadRequestException, EmptyResponseException, URISyntaxException {
        JsonNode asked = JSON.readTree(request);
        if (asked.size() > MOST_REQUESTS && asked.isArray()) {
            Answer.text(exchange, 413, "These are more than " + MOST_REQUESTS + " requests.");
            return;
        }
        try {
            if (turn.getQueueLength() >= MOST_WAITING || !turn.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                exchange.getResponseHeaders().set("Retry-After", "1");
                Answer.text(exchange, 503, "Other requests to Jolokia are being answered.");
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            exchange.close();
            return;
        }
        boolean held = true;
        try {
            byte[] answer = answer(asked, parameters(exchange));
            if (answer.length < LARGE_ANSWER) {
                // Only large answers must not pile up before clients that don't read them.
                turn.release();
                held = false;
            }
            Answer.send(exchange, 200, Answer.JSON, answer);
        } finally {
            if (held) {
                turn.release();
            }
        }
    }

    /** Answers a batch request by request. */
    private byte[] answer(JsonNode asked, Map<String, String[]> parameters)
            throws IOException, BadRequestException, EmptyResponseException {
        ByteArrayOutputStream bytes = new BoundedBytes(longestAnswer);
        Writer out = new OutputStreamWriter(bytes, StandardCharsets.UTF_8);
        if (asked.isArray()) {
            char before = '[';
            for (JsonNode one : asked) {
                out.write(before);
                write(out, one, parameters);
                before = ',';
            }
            out.write(asked.isEmpty() ? "[]" : "]");
        } else {
            write(out, asked, parameters);
        }
        out.flush();
        return bytes.toByteArray();
    }

    private void write(Writer out, JsonNode one, Map<String, String[]> parameters)
            throws IOException, BadRequestException, EmptyResponseException {
        byte[] request = JSON.writeValueAsBytes(one);
        requests.handlePostRequest(PATH, new ByteArrayInputStream(request), "UTF-8", parameters)
                .writeJSONString(out);
    }

    /** Signals an answer that would need too much memory. */
    private static final class AnswerTooLongException extends RuntimeException {}

    private static final class BoundedBytes extends ByteArrayOutputStream {

        private final int most;

        BoundedBytes(int most) {
            this.most = most;
        }

        @Override
        public synchronized void write(byte[] buffer, int offset, int length) {
            if (count + length > most) {
                throw new AnswerTooLongException();
            }
            super.write(buffer, offset, length);
        }
    }

    private static Map<String, String[]> parameters(HttpExchange exchange) throws URISyntaxException {
        Map<String, String[]> parameters = new HashMap<>();
        URISupport.parseQuery(exchange.getRequestURI().getRawQuery())
                .forEach((name, value) -> parameters.put(name, new String[] {value.toString()}));
        return parameters;
    }

    @Override
    public void close() {
        services.stop();
    }
}
