package dev.caravan.observe.meters;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.caravan.observe.Answer;
import dev.caravan.progress.PassingFailures;
import dev.caravan.progress.Progress;
import dev.caravan.progress.Progress.Snapshot;
import dev.caravan.queue.QueueDepth;
import dev.caravan.store.ObjectStore;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * A run's figures in Prometheus format. They are read from {@link Progress} and others on request; only store requests
 * are counted here. No label comes from a store, except failure classes, which are ours.
 */
public final class Meters implements HttpHandler, AutoCloseable {

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics garbage = new JvmGcMetrics();
    private final StoreMeters source = new StoreMeters(registry, "source");
    private final StoreMeters destination = new StoreMeters(registry, "destination");
    private Supplier<Progress> progress;

    public MeterRegistry registry() {
        return registry;
    }

    public ObjectStore aroundSource(ObjectStore store) {
        return MeteredStore.around(store, source);
    }

    public ObjectStore aroundDestination(ObjectStore store) {
        return MeteredStore.around(store, destination);
    }

    /** Adds the figures of a run. To be called once. */
    public void watch(Watched run) {
        progress = run.progress();
        machine();
        if (!run.role().equals("worker")) {
            listed(run.role());
        }
        if (!run.role().equals("finder")) {
            moved();
            slots(run);
        }
        backOff("source", run.sourceBackOff());
        backOff("destination", run.destinationBackOff());
        if (run.queue() != null) {
            queue("waiting", run.queue(), QueueDepth::waiting);
            queue("in_flight", run.queue(), QueueDepth::inFlight);
            queue("delayed", run.queue(), QueueDepth::delayed);
        }
    }

    private void machine() {
        new JvmMemoryMetrics().bindTo(registry);
        garbage.bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ClassLoaderMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
    }

    private void listed(String role) {
        String listed = "Objects listed";
        count("caravan.listed.objects", null, listed, Snapshot::sourceListed, "side", "source");
        count("caravan.listed.objects", null, listed, Snapshot::destinationListed, "side", "destination");
        count("caravan.found.objects", null, "Objects found to be copied", Snapshot::found);
        count("caravan.found", "bytes", "Size of the objects found to be copied", Snapshot::foundBytes);
        if (role.equals("finder")) {
            String queued = "Objects that the queue has taken, to be copied or deleted";
            count("caravan.queued.objects", null, queued, Snapshot::sent);
        }
    }

    private void moved() {
        outcome("copied", Snapshot::copied);
        outcome("deleted", Snapshot::deleted);
        outcome("needless", Snapshot::cancelled);
        outcome("skipped", Snapshot::skipped);
        outcome("failed", Snapshot::failed);
        count("caravan.copied", "bytes", "Size of the objects that were copied", Snapshot::copiedBytes);
        String moved = "Bytes that were sent to the destination, including retries";
        count("caravan.moved", "bytes", moved, Snapshot::movedBytes);
        String untold = "Messages that an extension point of the routes couldn't take";
        count("caravan.extension.failures", null, untold, Snapshot::untold);
        String retries = "Attempts beyond the first of objects that were copied";
        count("caravan.retries", null, retries, Snapshot::retried);
    }

    private void outcome(String outcome, ToDoubleFunction<Snapshot> figure) {
        count("caravan.objects", null, "Objects whose result is recorded", figure, "outcome", outcome);
    }

    private void slots(Watched run) {
        gauge("caravan.slots", null, "Messages that can be processed at the same time", run.slots()::getAsInt);
        gauge("caravan.slots.used", null, "Messages that are being processed", run.slotsInUse()::getAsInt);
        gauge("caravan.part.slots", null, "Parts that can be moved at the same time", run.partSlots()::getAsInt);
        gauge(
                "caravan.objects.in.flight",
                null,
                "Objects, parts and other transfers in progress",
                run.inFlight()::count);
    }

    private void backOff(String side, LongSupplier nanos) {
        String gap = "The gap between two requests that a store's throttling enforces; 0 without throttling";
        gauge("caravan.backoff", "seconds", gap, () -> nanos.getAsLong() / 1e9, "side", side);
    }

    private void queue(String state, QueueLag queue, ToDoubleFunction<QueueDepth> figure) {
        Supplier<Number> messages = () -> {
            QueueDepth depth = queue.now();
            return depth == null ? Double.NaN : figure.applyAsDouble(depth);
        };
        String waiting = "Approximate number of messages on the queue, by Amazon SQS";
        gauge("caravan.queue.messages", null, waiting, messages, "state", state);
    }

    private void gauge(String name, String unit, String description, Supplier<Number> value, String... tags) {
        Gauge.builder(name, value)
                .description(description)
                .baseUnit(unit)
                .tags(tags)
                .register(registry);
    }

    private void count(
            String name, String unit, String description, ToDoubleFunction<Snapshot> figure, String... tags) {
        FunctionCounter.builder(name, this, meters -> figure.applyAsDouble(meters.now()))
                .description(description)
                .baseUnit(unit)
                .tags(tags)
                .register(registry);
    }

    private Snapshot now() {
        return progress.get().now();
    }

    /** Serves {@code /metrics}. */
    @Override
    public void handle(HttpExchange exchange) throws IOException {
        byte[] text = text().getBytes(StandardCharsets.UTF_8);
        Answer.send(exchange, 200, "text/plain; version=0.0.4; charset=utf-8", text);
    }

    /** Returns all figures in Prometheus' text format 0.0.4. */
    private synchronized String text() {
        if (progress != null) {
            for (String kind : progress.get().failures().byKind().keySet()) {
                String failed = "Objects that failed for good, by the class of their failure";
                byClass("caravan.failures", kind, failed, meters -> meters.failures(kind));
            }
            for (PassingFailures.Kind kind : progress.get().passing().kinds()) {
                String repeated = "Failed attempts that are repeated, by the class of their failure";
                byClass("caravan.passing.failures", kind.kind(), repeated, meters -> meters.passing(kind.kind()));
            }
        }
        return registry.scrape();
    }

    private void byClass(String name, String kind, String description, ToDoubleFunction<Meters> figure) {
        if (registry.find(name).tag("class", kind).meter() == null) {
            FunctionCounter.builder(name, this, figure)
                    .description(description)
                    .tag("class", kind)
                    .register(registry);
        }
    }

    private double passing(String name) {
        return progress.get().passing().kinds().stream()
                .filter(kind -> kind.kind().equals(name))
                .mapToLong(PassingFailures.Kind::count)
                .sum();
    }

    private double failures(String kind) {
        return progress.get().failures().byKind().getOrDefault(kind, 0L);
    }

    @Override
    public void close() {
        garbage.close();
        registry.close();
    }
}
