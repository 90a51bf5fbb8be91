package dev.caravan.observe;

import dev.caravan.job.Job;
import dev.caravan.job.Printable;
import dev.caravan.observe.MetricDocument.Metric;
import dev.caravan.progress.Progress;
import dev.caravan.progress.Progress.Snapshot;
import dev.caravan.store.DaemonThreads;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * Writes a metric line every minute and at the end. Each covers the time since the previous one, so their sums are the
 * run's numbers. Without a namespace it writes nothing and runs no thread.
 */
public final class MetricLines implements AutoCloseable {

    /** The system property with the interval in milliseconds, for tests. */
    private static final String INTERVAL = "caravan.metrics.interval";

    private static final String BY_DEFAULT = "60000";

    /** Null for no metrics. */
    private final MetricDocument document;

    private final BiFunction<Snapshot, Snapshot, Stream<Metric>> figures;
    private final PrintWriter out;
    private final Thread clock;
    private Progress progress;
    private Snapshot told = Snapshot.NOTHING;

    /** Reports a worker's transfers and its messages in progress. */
    public static MetricLines ofWorker(
            Job job, Map<String, String> systemProperties, LongSupplier inFlight, PrintWriter out) {
        return new MetricLines(
                job,
                "worker",
                systemProperties,
                out,
                (before, now) -> Stream.concat(
                        moved(before, now), Stream.of(new Metric("ObjectsInFlight", "Count", inFlight.getAsLong()))));
    }

    public static MetricLines ofFinder(Job job, Map<String, String> systemProperties, PrintWriter out) {
        return new MetricLines(
                job,
                "finder",
                systemProperties,
                out,
                (before, now) -> Stream.of(
                        listed(before, now), new Metric("QueuedObjects", "Count", now.sent() - before.sent())));
    }

    public static MetricLines ofSync(Job job, Map<String, String> systemProperties, PrintWriter out) {
        return new MetricLines(
                job,
                "sync",
                systemProperties,
                out,
                (before, now) -> Stream.concat(Stream.of(listed(before, now)), moved(before, now)));
    }

    private MetricLines(
            Job job,
            String role,
            Map<String, String> systemProperties,
            PrintWriter out,
            BiFunction<Snapshot, Snapshot, Stream<Metric>> figures) {
        String sides =
                Printable.of(job.source().url() + " -> " + job.destination().url());
        this.document = job.metricsNamespace().isEmpty() || job.dryRun()
                ? null
                : new MetricDocument(job.metricsNamespace(), role, sides);
        this.out = out;
        this.figures = figures;
        long interval = Long.parseLong(systemProperties.getOrDefault(INTERVAL, BY_DEFAULT));
        this.clock = DaemonThreads.every(Duration.ofMillis(interval), "caravan-metrics", this::tick);
    }

    private static Metric listed(Snapshot before, Snapshot now) {
        return new Metric("ListedObjects", "Count", now.sourceListed() - before.sourceListed());
    }

    private static Stream<Metric> moved(Snapshot before, Snapshot now) {
        return Stream.of(
                new Metric("TransferredObjects", "Count", now.copied() - before.copied()),
                new Metric("CompletedBytes", "Bytes", now.copiedBytes() - before.copiedBytes()),
                new Metric("FailedObjects", "Count", now.failed() - before.failed()),
                new Metric("DeletedObjects", "Count", now.deleted() - before.deleted()),
                new Metric("NeedlessObjects", "Count", now.cancelled() - before.cancelled()),
                new Metric("SkippedObjects", "Count", now.skipped() - before.skipped()));
    }

    /** Starts reporting a run or comparison. */
    public synchronized void begin(Progress of) {
        if (document == null) {
            return;
        }
        progress = of;
        told = Snapshot.NOTHING;
        if (clock.getState() == Thread.State.NEW) {
            clock.start();
        }
    }

    /** Stops reporting it, unless another has begun. */
    public synchronized void forget(Progress of) {
        if (progress == of) {
            progress = null;
        }
    }

    /** Writes the last line of a comparison, with its result and duration; then reports nothing until the next one. */
    public synchronized void endComparison(boolean well) {
        if (progress != null) {
            tell(Stream.of(
                    new Metric(
                            "FinderSeconds",
                            "Seconds",
                            Math.round(progress.now().nanos() / 1e6) / 1e3),
                    new Metric("FinderErrors", "Count", well ? 0 : 1)));
            progress = null;
        }
    }

    private synchronized void tick() {
        if (progress != null) {
            tell(Stream.empty());
        }
    }

    private void tell(Stream<Metric> more) {
        Snapshot now = progress.now();
        List<Metric> all = Stream.concat(figures.apply(told, now), more).toList();
        out.println(document.line((now.nanos() - told.nanos()) / 1e9, all));
        out.flush();
        told = now;
    }

    /** Writes the figures since the last line. */
    @Override
    public void close() {
        clock.interrupt();
        tick();
        synchronized (this) {
            progress = null;
        }
    }
}
