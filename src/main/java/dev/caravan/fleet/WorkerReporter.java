package dev.caravan.fleet;

import dev.caravan.job.Job;
import dev.caravan.job.Printable;
import dev.caravan.progress.PassingFailures;
import dev.caravan.progress.Progress;
import dev.caravan.progress.RecentFailures;
import dev.caravan.queue.GiantParts;
import dev.caravan.queue.QueueWorker;
import dev.caravan.record.FleetTotals;
import dev.caravan.record.dynamo.ProcessName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Collects a worker's status from existing counters. */
public final class WorkerReporter {

    /** The most kinds of failures. */
    private static final int KINDS = 10;

    private static final int PASSING_KINDS = 5;

    private static final int LONGEST = 200;

    private final String id = ProcessName.fresh();
    private final String version;
    private final String job;
    private final String queue;
    private final Progress progress;
    private final QueueWorker worker;
    private final Predicate<GiantParts.Count> open;
    private final Duration interval;
    private final Instant started = Instant.now();
    private final Hour.Counter minutes = new Hour.Counter();
    private volatile String state = WorkerStatus.WORKING;
    private volatile String why = "";

    /**
     * @param queueUrl of its queue
     * @param open whether a giant object's upload is still on record
     * @param interval between two reports
     */
    public WorkerReporter(
            String version,
            Job job,
            String queueUrl,
            Progress progress,
            QueueWorker worker,
            Predicate<GiantParts.Count> open,
            Duration interval) {
        this.version = version;
        this.job = job.source().name() + " -> " + job.destination().name();
        this.queue = queueUrl.substring(queueUrl.lastIndexOf('/') + 1);
        this.progress = progress;
        this.worker = worker;
        this.open = open;
        this.interval = interval;
    }

    Duration interval() {
        return interval;
    }

    String id() {
        return id;
    }

    public void stopping(String reason) {
        why = Printable.of(reason);
        state = WorkerStatus.STOPPING;
    }

    void ended() {
        state = WorkerStatus.ENDED;
    }

    boolean isIdle() {
        return worker.held() == 0;
    }

    /** Returns what it has done since its start. */
    FleetTotals totals() {
        Progress.Snapshot done = progress.now();
        return new FleetTotals(done.copied(), done.copiedBytes(), done.deleted(), done.failed());
    }

    String now() {
        Instant now = Instant.now();
        Progress.Snapshot done = progress.now();
        QueueWorker.Held oldest = worker.oldest();
        boolean works = state.equals(WorkerStatus.WORKING);
        String held = works ? worker.slots().whyHeld() : "";
        String back = works && held.isEmpty() ? worker.slots().fuse().whyHeld() : "";
        return new WorkerStatus(
                        id,
                        version,
                        job,
                        queue,
                        started.toEpochMilli(),
                        now.toEpochMilli(),
                        interval.toMillis(),
                        !held.isEmpty() ? WorkerStatus.PAUSED : back.isEmpty() ? state : WorkerStatus.HOLDS_BACK,
                        works ? cut(held + back) : why,
                        worker.slots().count(),
                        worker.held(),
                        done.copied(),
                        done.copiedBytes(),
                        done.deleted(),
                        done.cancelled(),
                        done.failed(),
                        worker.slots().fuse().failures(),
                        minutes.add(done, worker.done(), now.getEpochSecond() / 60),
                        oldest == null ? "" : cut(oldest.key()),
                        oldest == null ? 0 : oldest.age().toSeconds(),
                        failures(progress.failures()),
                        passing(progress.passing()),
                        worker.giants().now(open).stream()
                                .map(giant -> new WorkerStatus.Giant(
                                        cut(giant.key()), cut(giant.uploadId()), giant.parts(), giant.done()))
                                .toList())
                .json();
    }

    /** Returns the last failure of each kind; only the count if newer kinds have displaced it. */
    private static List<WorkerStatus.Failure> failures(RecentFailures failures) {
        Map<String, Long> counts = failures.byKind();
        Map<String, WorkerStatus.Failure> kinds = new LinkedHashMap<>();
        for (RecentFailures.Entry last : failures.latest(RecentFailures.MOST)) {
            kinds.computeIfAbsent(
                    last.kind(),
                    kind -> new WorkerStatus.Failure(
                            kind,
                            counts.getOrDefault(kind, 1L),
                            last.time().toEpochMilli(),
                            cut(last.key()),
                            cut(last.message())));
        }
        counts.forEach((kind, count) -> kinds.putIfAbsent(kind, new WorkerStatus.Failure(kind, count, 0, "", "")));
        return new ArrayList<>(kinds.values()).subList(0, Math.min(KINDS, kinds.size()));
    }

    private static List<WorkerStatus.Failure> passing(PassingFailures failures) {
        return failures.kinds().stream()
                .limit(PASSING_KINDS)
                .map(kind -> new WorkerStatus.Failure(
                        kind.kind(), kind.count(), kind.time().toEpochMilli(), cut(kind.key()), cut(kind.message())))
                .toList();
    }

    private static String cut(String text) {
        return Printable.cut(Printable.of(text), LONGEST);
    }
}
