package dev.caravan.command.run;

import com.sun.net.httpserver.HttpHandler;
import dev.caravan.flow.InFlight;
import dev.caravan.job.Job;
import dev.caravan.job.Printable;
import dev.caravan.observe.meters.Health;
import dev.caravan.observe.meters.HealthHandler;
import dev.caravan.observe.meters.Meters;
import dev.caravan.observe.meters.MetricsHandler;
import dev.caravan.observe.meters.Probe;
import dev.caravan.observe.meters.QueueLag;
import dev.caravan.observe.meters.StoreProbe;
import dev.caravan.observe.meters.TransferBean;
import dev.caravan.observe.meters.Watched;
import dev.caravan.progress.Progress;
import dev.caravan.store.ObjectStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.camel.component.micrometer.MicrometerConstants;
import org.apache.camel.component.micrometer.routepolicy.MicrometerRoutePolicyConfiguration;
import org.apache.camel.component.micrometer.routepolicy.MicrometerRoutePolicyFactory;

/**
 * What of a run can be watched while it lasts: metrics, health, a management bean. Where nobody asks for that, nothing of it exists:
 * no meter around a store, no bean, no thread, and no list of what is on its way.
 */
public final class Watching implements AutoCloseable {

    /** A system property that has a run watched, whatever its job says. */
    private static final String WANTED = "caravan.watch";

    /** Where nothing has moved for so long, somebody should look. It says nothing about whether the process lives. */
    private static final Duration STILL = Duration.ofMinutes(10);

    private final Meters meters;
    private final InFlight inFlight;
    private final List<Probe> probes = new ArrayList<>();
    private QueueLag queue;
    private Supplier<String> held = () -> "";
    private Health health;
    private TransferBean bean;
    private volatile Watched watched;

    private Watching(boolean wanted) {
        meters = wanted ? new Meters() : null;
        inFlight = wanted ? new InFlight() : InFlight.none();
    }

    /** Nothing is watched yet. */
    public static Watching of(Job job, Map<String, String> systemProperties) {
        return job.console().on() ? new Watching(true) : of(systemProperties);
    }

    /** The same of a run without a console. */
    public static Watching of(Map<String, String> systemProperties) {
        return new Watching(Boolean.parseBoolean(systemProperties.getOrDefault(WANTED, "")));
    }

    public boolean isWanted() {
        return meters != null;
    }

    /** What the steps of the routes tell of objects on their way. */
    InFlight inFlight() {
        return inFlight;
    }

    /** What Camel finds in its registry: where its routes, and steps {@code micrometer:} of a user, count. */
    Map<String, Object> beans() {
        if (!isWanted()) {
            return Map.of();
        }
        MicrometerRoutePolicyFactory ofRoutes = new MicrometerRoutePolicyFactory();
        ofRoutes.setSkipCamelInfo(true);
        MicrometerRoutePolicyConfiguration routesOnly = new MicrometerRoutePolicyConfiguration();
        routesOnly.setContextEnabled(false);
        ofRoutes.setPolicyConfiguration(routesOnly);
        return Map.of(MicrometerConstants.METRICS_REGISTRY_NAME, meters.registry(), "routeMetrics", ofRoutes);
    }

    UnaryOperator<ObjectStore> aroundSource() {
        return isWanted() ? meters::aroundSource : UnaryOperator.identity();
    }

    UnaryOperator<ObjectStore> aroundDestination() {
        return isWanted() ? meters::aroundDestination : UnaryOperator.identity();
    }

    /** Something more that the run depends on. To be called before {@link #start}. */
    void dependsOn(Probe probe) {
        probes.add(probe);
    }

    /** The queue whose depth is told. To be called before {@link #start}. */
    void measures(QueueLag of) {
        queue = of;
    }

    /** Why the run receives nothing; empty while it does. To be called before {@link #start}. */
    void heldBecause(Supplier<String> why) {
        held = why;
    }

    /** The routes are running: from now on all of it can be seen, and how many messages are being worked on, of how many that can be. */
    void start(
            Job job,
            String role,
            Routes routes,
            Supplier<Progress> progress,
            IntSupplier slotsInUse,
            IntSupplier slots) {
        if (!isWanted()) {
            return;
        }
        ObjectStore source = routes.source();
        ObjectStore destination = routes.destination();
        List<Probe> ready = new ArrayList<>(probes);
        ready.add(Probe.of("routes", routes::requireStarted));
        ready.add(StoreProbe.of("source", source));
        ready.add(StoreProbe.of("destination", destination));
        Watched run = new Watched(
                Printable.of(job.source().url() + " -> " + job.destination().url()),
                role,
                progress,
                inFlight,
                slots,
                slotsInUse,
                routes.partPool()::slots,
                source::backOffNanos,
                destination::backOffNanos,
                List.copyOf(ready),
                queue,
                held);
        meters.watch(run);
        health = new Health(List.of(Probe.of("camel", routes::requireRunning), moving()), run.probes());
        bean = TransferBean.register(run);
        watched = run;
    }

    private Probe moving() {
        return new Probe(List.of("moving"), () -> {
            Duration still = Duration.between(inFlight.longestStill(), Instant.now());
            return List.of(
                    still.compareTo(STILL) > 0
                            ? Probe.Finding.warn("moving", "an object has not moved for " + still.toMinutes() + " min")
                            : Probe.Finding.up("moving"));
        });
    }

    /** The run as whoever shows it sees it; null where it isn't watched or hasn't started. */
    Watched watched() {
        return watched;
    }

    /** Who answers what paths, with everything below them; empty where nobody watches or the run hasn't started. */
    public Map<String, HttpHandler> handlers() {
        return watched == null
                ? Map.of()
                : Map.of("/health", new HealthHandler(health), "/metrics", new MetricsHandler(meters));
    }

    @Override
    public void close() {
        if (bean != null) {
            bean.close();
            health.close();
        }
        if (meters != null) {
            meters.close();
        }
    }
}
