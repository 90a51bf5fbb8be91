package dev.caravan.local;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** One topic of Amazon SNS that accepts Publish in the protocol of the SDK's client, and keeps the messages. */
public final class LocalTopic implements AutoCloseable {

    public static final String ARN = "arn:aws:sns:us-east-1:123456789012:alarms";

    private final HttpServer server;
    private final List<Mail> mails = new CopyOnWriteArrayList<>();
    private volatile String refusal = "";

    /** A published message. */
    public record Mail(String subject, String text) {}

    private LocalTopic(HttpServer server) {
        this.server = server;
    }

    public static LocalTopic start() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            LocalTopic topic = new LocalTopic(server);
            server.createContext("/", topic::handle);
            server.start();
            return topic;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the value of {@code AWS_ENDPOINT_URL_SNS}. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    public List<Mail> mails() {
        return List.copyOf(mails);
    }

    /** Rejects all later requests with this code. An empty code ends this. */
    public void refuse(String code) {
        refusal = code;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Map<String, String> asked = form(exchange);
            String code = code(asked);
            if (code.isEmpty()) {
                mails.add(new Mail(asked.get("Subject"), asked.get("Message")));
            }
            String answer = code.isEmpty()
                    ? "<PublishResponse><PublishResult><MessageId>1</MessageId></PublishResult></PublishResponse>"
                    : "<ErrorResponse><Error><Type>Sender</Type><Code>" + code
                            + "</Code><Message>not so</Message></Error></ErrorResponse>";
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            int status = code.isEmpty()
                    ? 200
                    : code.equals("AuthorizationError") ? 403 : code.equals("NotFound") ? 404 : 400;
            exchange.getResponseHeaders().set("Content-Type", "text/xml");
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private String code(Map<String, String> asked) {
        if (!refusal.isEmpty()) {
            return refusal;
        }
        if (!"Publish".equals(asked.get("Action"))) {
            return "InvalidAction";
        }
        if (!ARN.equals(asked.get("TopicArn"))) {
            return "NotFound";
        }
        String subject = asked.getOrDefault("Subject", "x");
        boolean good = !asked.getOrDefault("Message", "").isEmpty() && subject.matches("[ -~]{1,99}");
        return good ? "" : "InvalidParameter";
    }

    private static Map<String, String> form(HttpExchange exchange) throws IOException {
        Map<String, String> form = new HashMap<>();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        for (String pair : body.split("&", -1)) {
            String[] parts = pair.split("=", 2);
            form.put(parts[0], parts.length == 1 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return form;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
