package dev.caravan.command.run;

import com.sun.net.httpserver.HttpHandler;
import dev.caravan.aws.ControlPlane;
import dev.caravan.flow.InFlight;
import dev.caravan.job.Job;
import dev.caravan.job.Printable;
import dev.caravan.observe.meters.Health;
import dev.caravan.observe.meters.Meters;
import dev.caravan.observe.meters.Probe;
import dev.caravan.observe.meters.QueueLag;
import dev.caravan.observe.meters.TransferBean;
import dev.caravan.observe.meters.Watched;
import dev.caravan.progress.Progress;
import dev.caravan.queue.QueueDepth;
import dev.caravan.store.ObjectStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.apache.camel.component.micrometer.MicrometerConstants;
import org.apache.camel.component.micrometer.routepolicy.MicrometerRoutePolicyConfiguration;
import org.apache.camel.component.micrometer.routepolicy.MicrometerRoutePolicyFactory;

/** The monitoring of a run: metrics, health, a JMX bean. A run without it has no meters, threads or lists for it. */
public final class Watching implements AutoCloseable {

    /** The system property that enables monitoring for any job. */
    private static final String WANTED = "caravan.watch";

    /** The time without progress that needs attention. It doesn't mean that the process is dead. */
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
        inFlight = new InFlight(wanted);
    }

    public static Watching of(Job job, Map<String, String> systemProperties) {
        return job.console().on() ? new Watching(true) : of(systemProperties);
    }

    /** Creates the monitoring of a run without a console. */
    public static Watching of(Map<String, String> systemProperties) {
        return new Watching(Boolean.parseBoolean(systemProperties.getOrDefault(WANTED, "")));
    }

    public boolean isWanted() {
        return meters != null;
    }

    /** Returns the list of current transfers, which route steps update. */
    InFlight inFlight() {
        return inFlight;
    }

    /** Returns the beans for Camel's registry, where its routes and the user's {@code micrometer:} steps count. */
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

    ObjectStore aroundSource(ObjectStore source) {
        return isWanted() ? meters.aroundSource(source) : source;
    }

    ObjectStore aroundDestination(ObjectStore destination) {
        return isWanted() ? meters.aroundDestination(destination) : destination;
    }

    /** Adds a dependency to check. Call before {@link #start}. */
    void dependsOn(String name, Probe.Look look) {
        probes.add(Probe.of(name, look));
    }

    /** Adds a queue to check, whose depth is shown. Call before {@link #start}. */
    void dependsOnQueue(ControlPlane aws, String url) {
        dependsOn("queue", () -> QueueDepth.of(aws.sqs(), url));
        queue = new QueueLag(() -> QueueDepth.of(aws.sqs(), url));
    }

    /** Sets why the run receives nothing; empty if it receives. Call before {@link #start}. */
    void heldBecause(Supplier<String> why) {
        held = why;
    }

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
        dependsOn("routes", routes::requireStarted);
        probes.add(Probe.of("source", source));
        probes.add(Probe.of("destination", destination));
        Watched run = new Watched(
                Printable.of(job.source().url() + " -> " + job.destination().url()),
                role,
                progress,
                inFlight,
                slots,
                slotsInUse,
                routes.partPool()::slots,
                source.pace()::gap,
                destination.pace()::gap,
                List.copyOf(probes),
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

    /** Returns the run for monitoring; null if it isn't monitored or hasn't started. */
    Watched watched() {
        return watched;
    }

    /** Returns the handlers by path; empty without monitoring or before the start. */
    public Map<String, HttpHandler> handlers() {
        return watched == null ? Map.of() : Map.of("/health", health, "/metrics", meters);
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
