package dev.caravan.observe;

import dev.caravan.job.Job;
import dev.caravan.job.Printable;
import dev.caravan.progress.Progress;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;

/**
 * Tells Amazon CloudWatch what a run does: a line every minute and one at the end, each about the time since the one before, so that their sums are
 * the run's own numbers. Where the job names no namespace nothing is told, and no thread runs.
 */
public final class MetricLines implements AutoCloseable {

    /** A system property by which a test gets lines sooner, in milliseconds. */
    private static final String INTERVAL = "caravan.metrics.interval";

    private static final String BY_DEFAULT = "60000";

    private final MetricDocument document;
    private final BiFunction<Progress.Snapshot, Progress.Snapshot, List<Metric>> figures;
    private final Duration interval;
    private final PrintWriter out;
    private final Thread clock = new Thread(this::run, "caravan-metrics");
    private Progress progress;
    private Progress.Snapshot told = Progress.Snapshot.NOTHING;

    /** What a worker moves, and how many messages it has in hand. */
    public static MetricLines ofWorker(
            Job job, Map<String, String> systemProperties, LongSupplier inFlight, PrintWriter out) {
        return of(job, "worker", systemProperties, out, (before, now) -> {
            List<Metric> figures = moved(before, now);
            figures.add(Metric.count("ObjectsInFlight", inFlight.getAsLong()));
            return figures;
        });
    }

    /** What a finder lists and queues, objects to be deleted too. */
    public static MetricLines ofFinder(Job job, Map<String, String> systemProperties, PrintWriter out) {
        return of(job, "finder", systemProperties, out, (before, now) -> {
            List<Metric> figures = listed(before, now);
            figures.add(Metric.count("QueuedObjects", now.sent() - before.sent()));
            return figures;
        });
    }

    /** What one process does that lists and moves. */
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

    /** @param document null where nobody wants any */
    MetricLines(
            MetricDocument document,
            Duration interval,
            PrintWriter out,
            BiFunction<Progress.Snapshot, Progress.Snapshot, List<Metric>> figures) {
        this.document = document;
        this.interval = interval;
        this.out = out;
        this.figures = figures;
        clock.setDaemon(true);
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

    /** From now on what is counted there is told. */
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

    /** Nothing is told of it any more, unless another has begun. */
    public synchronized void forget(Progress of) {
        if (progress == of) {
            progress = null;
        }
    }

    /** A comparison has ended: its last line says whether well, and how long it took. Until the next begins nothing is told. */
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

    /** Tells what hasn't been told yet. */
    @Override
    public void close() {
        clock.interrupt();
        tick();
        synchronized (this) {
            progress = null;
        }
    }
}
