package dev.caravan.observe;

import dev.caravan.job.Job;
import dev.caravan.job.Printable;
import dev.caravan.progress.Progress;
import dev.caravan.store.DaemonThreads;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;

/**
 * Writes a metric line every minute and at the end. Each covers the time since the previous one, so their sums are the
 * run's numbers. Without a namespace it writes nothing and runs no thread.
 */
public final class MetricLines implements AutoCloseable {

    /** The system property with the interval in milliseconds, for tests. */
    private static final String INTERVAL = "caravan.metrics.interval";

    private static final String BY_DEFAULT = "60000";

    private final MetricDocument document;
    private final BiFunction<Progress.Snapshot, Progress.Snapshot, List<Metric>> figures;
    private final Duration interval;
    private final PrintWriter out;
    private final Thread clock = DaemonThreads.one("caravan-metrics", this::run);
    private Progress progress;
    private Progress.Snapshot told = Progress.Snapshot.NOTHING;

    /** Reports a worker's transfers and its messages in progress. */
    public static MetricLines ofWorker(
            Job job, Map<String, String> systemProperties, LongSupplier inFlight, PrintWriter out) {
        return of(job, "worker", systemProperties, out, (before, now) -> {
            List<Metric> figures = moved(before, now);
            figures.add(Metric.count("ObjectsInFlight", inFlight.getAsLong()));
            return figures;
        });
    }

    public static MetricLines ofFinder(Job job, Map<String, String> systemProperties, PrintWriter out) {
        return of(job, "finder", systemProperties, out, (before, now) -> {
            List<Metric> figures = listed(before, now);
            figures.add(Metric.count("QueuedObjects", now.sent() - before.sent()));
            return figures;
        });
    }

    public static MetricLines ofSync(Job job, Map<String, String> systemProperties, PrintWriter out) {
        return of(job, "sync", systemProperties, out, (before, now) -> {
            List<Metric> figures = listed(before, now);
            figures.addAll(moved(before, now));
            return figures;
        });
    }

    private static MetricLines of(
            Job job,
            String role,
            Map<String, String> systemProperties,
            PrintWriter out,
            BiFunction<Progress.Snapshot, Progress.Snapshot, List<Metric>> figures) {
        MetricDocument document = job.metricsNamespace().isEmpty() || job.dryRun()
                ? null
                : new MetricDocument(
                        job.metricsNamespace(),
                        role,
                        Printable.of(
                                job.source().url() + " -> " + job.destination().url()));
        Duration interval = Duration.ofMillis(Long.parseLong(systemProperties.getOrDefault(INTERVAL, BY_DEFAULT)));
        return new MetricLines(document, interval, out, figures);
    }

    /** @param document null for no metrics */
    MetricLines(
            MetricDocument document,
            Duration interval,
            PrintWriter out,
            BiFunction<Progress.Snapshot, Progress.Snapshot, List<Metric>> figures) {
        this.document = document;
        this.interval = interval;
        this.out = out;
        this.figures = figures;
    }

    private static List<Metric> listed(Progress.Snapshot before, Progress.Snapshot now) {
        List<Metric> figures = new ArrayList<>();
        figures.add(Metric.count("ListedObjects", now.sourceListed() - before.sourceListed()));
        return figures;
    }

    private static List<Metric> moved(Progress.Snapshot before, Progress.Snapshot now) {
        List<Metric> figures = new ArrayList<>();
        figures.add(Metric.count("TransferredObjects", now.copied() - before.copied()));
        figures.add(Metric.bytes("CompletedBytes", now.copiedBytes() - before.copiedBytes()));
        figures.add(Metric.count("FailedObjects", now.failed() - before.failed()));
        figures.add(Metric.count("DeletedObjects", now.deleted() - before.deleted()));
        figures.add(Metric.count("NeedlessObjects", now.cancelled() - before.cancelled()));
        figures.add(Metric.count("SkippedObjects", now.skipped() - before.skipped()));
        return figures;
    }

    /** Starts reporting a run or comparison. */
    public synchronized void begin(Progress of) {
        if (document == null) {
            return;
        }
        progress = of;
        told = Progress.Snapshot.NOTHING;
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
            tell(List.of(
                    Metric.seconds("FinderSeconds", Math.round(progress.now().nanos() / 1e6) / 1e3),
                    Metric.count("FinderErrors", well ? 0 : 1)));
            progress = null;
        }
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(interval.toMillis());
                tick();
            }
        } catch (InterruptedException e) {
            // Closed.
            return;
        }
    }

    private synchronized void tick() {
        if (progress != null) {
            tell(List.of());
        }
    }

    private void tell(List<Metric> more) {
        Progress.Snapshot now = progress.now();
        List<Metric> all = new ArrayList<>(figures.apply(told, now));
        all.addAll(more);
        out.println(document.line(Instant.now(), (now.nanos() - told.nanos()) / 1e9, all));
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
