package dev.caravan.ops.console;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jolokia.json.JSONStructure;
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
 * Jolokia, the MBeans of this process over HTTP, as far as the policy goes. Requests come by POST: a GET would be sent by every
 * image of a stranger's page, with the browser's password; it is answered with the version alone, by which Hawtio finds that there is one.
 */
final class JolokiaHandler implements HttpHandler, AutoCloseable {

    static final String PATH = "/jolokia";

    private static final int LONGEST_REQUEST = 1 << 20;

    private final JolokiaServiceManager services;
    private final HttpRequestHandler requests;

    JolokiaHandler(AccessPolicy policy) {
        StaticConfiguration configuration = new StaticConfiguration(
                ConfigKey.AGENT_ID, "caravan",
                ConfigKey.AGENT_DESCRIPTION, "Caravan",
                ConfigKey.ALLOW_ERROR_DETAILS, "false",
                ConfigKey.DISCOVERY_ENABLED, "false");
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
                send(
                        exchange,
                        requests.handlePostRequest(
                                PATH, new ByteArrayInputStream(request), "UTF-8", parameters(exchange)));
            } else if (asksForVersion(exchange.getRequestURI().getRawPath())) {
                send(exchange, requests.handleGetRequest(PATH, "version", Map.of()));
            } else {
                Answer.text(exchange, 405, "Requests to Jolokia are sent by POST.");
            }
        } catch (BadRequestException | RuntimeException e) {
            Answer.text(exchange, 400, "This is no request to Jolokia.");
        } catch (EmptyResponseException e) {
            Answer.text(exchange, 403, "Notifications are not sent.");
        }
    }

    private static boolean asksForVersion(String path) {
        return path.equals(PATH) || path.equals(PATH + "/") || path.equals(PATH + "/version");
    }

    private static void send(HttpExchange exchange, JSONStructure answer) throws IOException {
        Answer.send(exchange, 200, Answer.JSON, answer.toJSONString().getBytes(StandardCharsets.UTF_8));
    }

    private static Map<String, String[]> parameters(HttpExchange exchange) {
        String query = exchange.getRequestURI().getRawQuery();
        Map<String, String[]> parameters = new HashMap<>();
        for (String pair : query == null ? new String[0] : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                parameters.put(decoded(pair.substring(0, equals)), new String[] {decoded(pair.substring(equals + 1))});
            }
        }
        return parameters;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    @Override
    public void close() {
        services.stop();
    }
}
