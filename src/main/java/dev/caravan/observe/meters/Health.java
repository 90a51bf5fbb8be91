package dev.caravan.observe.meters;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.caravan.job.Printable;
import dev.caravan.observe.Answer;
import dev.caravan.observe.meters.Probe.State;
import dev.caravan.report.StatusJson;
import dev.caravan.store.DaemonThreads;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The health of a run and of what it depends on. Checks run in the background on request, and their results are kept
 * for 30 seconds; a check that doesn't answer is reported and blocks no request. Serves {@code /health},
 * {@code /health/live} and {@code /health/ready}: 200 if healthy, else 503 with reasons.
 */
public final class Health implements HttpHandler, AutoCloseable {

    private static final Duration FRESH = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final ExecutorService threads;
    private final List<ProbeWatch> live;
    private final List<ProbeWatch> ready;
    private final Duration patience;

    /** The content of {@code /health}. */
    record Report(boolean up, List<ProbeWatch.Check> checks) {

        String json() throws IOException {
            ObjectNode json = StatusJson.JSON.createObjectNode().put("status", up ? "up" : "down");
            ArrayNode list = json.putArray("checks");
            for (ProbeWatch.Check check : checks) {
                Probe.Finding finding = check.finding();
                list.addObject()
                        .put("name", finding.name())
                        .put("status", finding.state().name().toLowerCase(Locale.ROOT))
                        .put("detail", Printable.of(finding.detail()))
                        .put("since", check.since().toString());
            }
            return StatusJson.JSON.writeValueAsString(json);
        }
    }

    /**
     * @param live instant checks of this process
     * @param ready checks of its dependencies
     */
    public Health(List<Probe> live, List<Probe> ready) {
        this(live, ready, FRESH, PATIENCE);
    }

    Health(List<Probe> live, List<Probe> ready, Duration fresh, Duration patience) {
        this.patience = patience;
        threads = new ThreadPoolExecutor(
                0,
                live.size() + ready.size(),
                5,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                new DaemonThreads("caravan-health"));
        this.live = live.stream()
                .map(probe -> new ProbeWatch(probe, Runnable::run, Duration.ZERO))
                .toList();
        this.ready = ready.stream()
                .map(probe -> new ProbeWatch(probe, threads, fresh))
                .toList();
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try {
            switch (exchange.getRequestURI().getPath()) {
                case "/health" -> send(exchange, all());
                case "/health/live" -> send(exchange, live());
                case "/health/ready" -> send(exchange, ready());
                default -> Answer.text(exchange, 404, "no such page");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            exchange.close();
        }
    }

    private static void send(HttpExchange exchange, Report report) throws IOException {
        Answer.send(
                exchange, report.up() ? 200 : 503, Answer.JSON, report.json().getBytes(StandardCharsets.UTF_8));
    }

    Report live() throws InterruptedException {
        return report(live);
    }

    Report ready() throws InterruptedException {
        return report(ready);
    }

    Report all() throws InterruptedException {
        return report(Stream.concat(live.stream(), ready.stream()).toList());
    }

    private Report report(List<ProbeWatch> watches) throws InterruptedException {
        watches.forEach(ProbeWatch::refresh);
        long until = System.nanoTime() + patience.toNanos();
        List<ProbeWatch.Check> checks = new ArrayList<>();
        for (ProbeWatch watch : watches) {
            checks.addAll(watch.checks(until - System.nanoTime()));
        }
        return new Report(checks.stream().noneMatch(check -> check.finding().state() == State.DOWN), checks);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
