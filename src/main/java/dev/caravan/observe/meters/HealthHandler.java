package dev.caravan.observe.meters;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;

/** Answers {@code /health}, {@code /health/live} and {@code /health/ready}: 200 where all is well, else 503, with the reasons. */
public final class HealthHandler implements HttpHandler {

    private final Health health;

    public HealthHandler(Health health) {
        this.health = health;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        if (!Answers.isRead(exchange)) {
            return;
        }
        try {
            switch (exchange.getRequestURI().getPath()) {
                case "/health" -> send(exchange, health.all());
                case "/health/live" -> send(exchange, health.live());
                case "/health/ready" -> send(exchange, health.ready());
                default -> Answers.send(exchange, 404, "text/plain; charset=utf-8", "no such page\n");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            exchange.close();
        }
    }

    private static void send(HttpExchange exchange, Health.Report report) throws IOException {
        Answers.send(exchange, report.up() ? 200 : 503, "application/json", report.json());
    }
}
