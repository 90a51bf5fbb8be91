package dev.caravan.fleet;

import dev.caravan.fleet.WorkerStatus.Failure;
import dev.caravan.fleet.WorkerStatus.Giant;
import dev.caravan.progress.Quantities;
import dev.caravan.queue.QueueDepth;
import dev.caravan.record.Comparison;
import dev.caravan.record.Orders;
import dev.caravan.record.dynamo.Comparisons;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A fleet's state at one moment, from its queue and its members' items. Times are in epoch milliseconds. An unknown
 * figure is -1.
 *
 * @param at when it was read
 * @param table name of the records' table
 * @param queue between finder and workers
 * @param deadLetters dead-letter queue; null if there is none or it can't be read
 * @param deadLettersUnknown why it can't be read; else empty
 * @param oldestSeconds age of the oldest message
 * @param oldestUnknown why that is unknown; else empty
 * @param repeats approximate number of messages older than the latest comparison, which has queued their objects again
 * @param running whether a finder compares
 * @param queued objects queued by the latest comparison so far
 * @param failed approximate number of them that failed for good
 * @param share minimum finished share of them, 0 to 1, without failures; unknown while the comparison runs
 * @param secondsLeft time to empty the queue at the recent rate
 * @param timeUnknown why that is unknown; empty if known, during a comparison, and for an empty queue
 * @param messagesPerSecond recent rate of finished messages
 * @param objectsPerSecond recent rate of copies and deletions
 * @param bytesPerSecond recent rate to the destination
 * @param hour work of the last hour
 * @param orders of an operator to the workers
 * @param workers working ones first, then lost ones, then ended ones
 * @param giants giant objects in progress
 * @param failures final failures of the last day, of workers that reported since
 * @param passing failures of the last hour that are retried, with attempts
 * @param comparisons newest first
 */
public record FleetView(
        long at,
        String table,
        Queue queue,
        Queue deadLetters,
        String deadLettersUnknown,
        long oldestSeconds,
        String oldestUnknown,
        long repeats,
        boolean running,
        long queued,
        long failed,
        double share,
        long secondsLeft,
        String timeUnknown,
        double messagesPerSecond,
        double objectsPerSecond,
        double bytesPerSecond,
        Hour hour,
        Orders orders,
        List<Worker> workers,
        List<GiantProgress> giants,
        List<FailureKind> failures,
        List<FailureKind> passing,
        List<Compared> comparisons) {

    /** The missed beats after which a worker is lost. */
    private static final int MISSED = 4;

    /** The minutes over which rates are averaged. */
    static final int RATE_MINUTES = 5;

    static final long HOUR_MILLIS = 3_600_000;

    /** The most workers that a list names. */
    private static final int SHOWN = 5;

    static final String LOST = "lost";

    /** The states of workers in the order of lists: the ones before {@link #LOST} are of those that are alive. */
    private static final List<String> ORDER = List.of(
            WorkerStatus.WORKING,
            WorkerStatus.HOLDS_BACK,
            WorkerStatus.PAUSED,
            WorkerStatus.STOPPING,
            LOST,
            WorkerStatus.ENDED);

    private static final List<String> ALIVE = ORDER.subList(0, ORDER.indexOf(LOST));

    /** A queue and its numbers of messages. */
    public record Queue(String name, long waiting, long inFlight, long delayed) {

        static Queue of(QueueDepth depth) {
            return new Queue(depth.name(), depth.waiting(), depth.inFlight(), depth.delayed());
        }

        public long all() {
            return waiting + inFlight + delayed;
        }
    }

    /**
     * A worker.
     *
     * @param state its reported state, or {@link #LOST}
     * @param silentSeconds since its last report
     * @param objectsPerSecond recent rate
     * @param bytesPerSecond recent rate
     * @param status its report
     */
    public record Worker(
            String state, long silentSeconds, double objectsPerSecond, double bytesPerSecond, WorkerStatus status) {

        public boolean isAlive() {
            return ALIVE.contains(state);
        }

        /** Returns whether its latest messages failed, or it receives none because a service fails. */
        public boolean isFailing() {
            return isAlive() && (state.equals(WorkerStatus.HOLDS_BACK) || status.failing() > 1);
        }
    }

    /** A giant object, and how many workers move its parts. */
    public record GiantProgress(String key, int parts, int done, int workers) {}

    /**
     * Failures of one kind.
     *
     * @param last the latest one
     * @param mend what to do about it
     * @param workers that saw it
     */
    public record FailureKind(String kind, long count, Failure last, String mend, List<String> workers) {

        private FailureKind and(FailureKind other) {
            return new FailureKind(
                    kind,
                    count + other.count,
                    last.time() < other.last.time() ? other.last : last,
                    mend,
                    Stream.concat(workers.stream(), other.workers.stream()).toList());
        }
    }

    /** A comparison; {@code finder} is the last process that compared the job. */
    public record Compared(String job, String finder, Comparison comparison) {}

    /** Returns whether at least one worker is alive. */
    public boolean anyAlive() {
        return workers.stream().anyMatch(Worker::isAlive);
    }

    /** Returns that messages wait while no worker lives, and what to do about it; empty if that isn't so. */
    public String stranded() {
        if (anyAlive() || queue.all() == 0) {
            return "";
        }
        String wait = Quantities.count(queue.all()) + " messages wait";
        if (workers.stream().anyMatch(worker -> worker.state().equals(LOST))) {
            return "no worker lives, or none can write to the table, " + wait;
        }
        // Workers end at their start if the dead-letter queue can't be read.
        return "no worker lives, " + wait
                + (deadLettersUnknown.isEmpty()
                        ? ": start workers with caravan worker"
                        : ": workers need the queue of the dead letters to start, see dead letters");
    }

    /** Returns whether a worker processes a message. */
    public boolean isMoving() {
        return workers.stream()
                .anyMatch(worker -> worker.isAlive() && worker.status().used() > 0);
    }

    /** Describes how long ago the last object failed for good, and whether no dead letter waits. */
    public String sinceLastFailure() {
        long last =
                failures.stream().mapToLong(kind -> kind.last().time()).max().orElse(0);
        return (last > 0 ? "; the last one " + Quantities.age(Math.max(0, at - last) / 1000) + " ago, none since" : "")
                + (deadLetters != null && deadLetters.all() == 0 ? "; no dead letter waits" : "");
    }

    /** Returns whether nothing waits and nothing is under way. */
    public boolean isAtRest() {
        return queue.all() == 0 && (giants.isEmpty() || !anyAlive());
    }

    /** Returns whether something fails now: dead letters wait, or workers fail; without a dead-letter queue also if an object failed in the last day. */
    public boolean isFailing() {
        return (deadLetters == null ? !failures.isEmpty() : deadLetters.all() > 0)
                || workers.stream().anyMatch(Worker::isFailing);
    }

    /** Returns the kinds of failures that a worker retries and saw in the last hour. */
    public List<Failure> passing(Worker worker) {
        return worker.status().passing().stream()
                .filter(failure -> failure.time() >= at - HOUR_MILLIS)
                .toList();
    }

    /** Returns how many objects failed for good since a time, at most the dead letters; these may be null. */
    static long failed(List<FailureKind> failures, long since, Queue deadLetters) {
        long counted = failures.stream()
                .filter(failure -> failure.last().time() >= since)
                .mapToLong(FailureKind::count)
                .sum();
        return deadLetters == null ? counted : Math.min(counted, deadLetters.all());
    }

    /** Returns why the remaining time of the queue is unknown; empty if the rate shows it. */
    static String timeUnknown(List<Worker> workers, boolean paused, double messages, Hour hour) {
        if (paused) {
            return "the job is paused";
        }
        if (workers.stream().noneMatch(Worker::isAlive)) {
            return "no worker lives";
        }
        if (messages == 0) {
            return "no message leaves the queue";
        }
        // Attempts that fail move bytes too.
        if (workers.stream()
                .filter(Worker::isAlive)
                .allMatch(worker -> worker.status().failing() > 1)) {
            return "nothing is copied";
        }
        // A repeat moves no bytes, and is done.
        boolean needless = workers.stream().anyMatch(worker -> worker.status().needless() > 0);
        boolean copied = Hour.newest(hour.objects(), RATE_MINUTES) > 0 || Hour.newest(hour.bytes(), RATE_MINUTES) > 0;
        return copied || needless ? "" : "nothing is copied";
    }

    /** Returns the workers that saw a kind of failure; empty if all living workers did. */
    public String where(FailureKind kind) {
        boolean everywhere = workers.stream()
                .filter(Worker::isAlive)
                .allMatch(worker -> kind.workers().contains(worker.status().id()));
        int shown = Math.min(SHOWN, kind.workers().size());
        return everywhere
                ? ""
                : String.join("; ", kind.workers().subList(0, shown))
                        + (kind.workers().size() > shown
                                ? " and " + (kind.workers().size() - shown) + " others"
                                : "");
    }

    static List<Worker> workers(Collection<WorkerStatus> statuses, long now) {
        List<Worker> workers = new ArrayList<>();
        for (WorkerStatus status : statuses) {
            long silent = Math.max(0, now - status.seen());
            boolean ended = status.state().equals(WorkerStatus.ENDED);
            String state = !ended && silent > MISSED * status.interval() ? LOST : status.state();
            boolean alive = !ended && !state.equals(LOST);
            double seconds = rateSeconds(status.started(), status.seen());
            workers.add(new Worker(
                    state,
                    silent / 1000,
                    alive ? Hour.newest(status.hour().objects(), RATE_MINUTES) / seconds : 0,
                    alive ? Hour.newest(status.hour().bytes(), RATE_MINUTES) / seconds : 0,
                    status));
        }
        workers.sort(Comparator.<Worker>comparingInt(worker -> ORDER.indexOf(worker.state()))
                .thenComparing(worker -> worker.state().equals(WorkerStatus.ENDED) ? worker.silentSeconds() : 0)
                .thenComparing(worker -> worker.status().id()));
        return workers;
    }

    /** Returns the seconds of a rate's minutes: the newest is incomplete, the first may have begun late. */
    static double rateSeconds(long started, long now) {
        long from = (now / 60_000 - (RATE_MINUTES - 1)) * 60_000;
        return Math.max(1000, now - Math.max(from, started)) / 1000.0;
    }

    /** Adds up the workers' counts of giant objects; while a worker lives, without those of ended workers only. */
    static List<GiantProgress> giants(List<Worker> workers) {
        boolean anyAlive = workers.stream().anyMatch(Worker::isAlive);
        Map<String, GiantProgress> giants = new LinkedHashMap<>();
        Map<String, Boolean> current = new TreeMap<>();
        for (Worker worker : workers) {
            for (Giant giant : worker.status().giants()) {
                giants.merge(
                        giant.uploadId(),
                        new GiantProgress(giant.key(), giant.parts(), Math.min(giant.parts(), giant.done()), 1),
                        (one, other) -> new GiantProgress(
                                one.key(),
                                one.parts(),
                                Math.min(one.parts(), one.done() + other.done()),
                                one.workers() + 1));
                current.merge(giant.uploadId(), worker.isAlive() || !anyAlive, Boolean::logicalOr);
            }
        }
        giants.keySet().removeIf(upload -> !current.get(upload));
        return List.copyOf(giants.values());
    }

    static List<FailureKind> failures(List<Worker> workers, boolean keepsDeadLetters) {
        return byKind(
                workers,
                worker -> worker.status().failures().stream(),
                kind -> Remedy.ofLasting(kind, keepsDeadLetters));
    }

    /** Returns the retried failures by kind since a time. */
    static List<FailureKind> passing(List<Worker> workers, long since) {
        return byKind(
                workers,
                worker -> worker.status().passing().stream().filter(failure -> failure.time() >= since),
                Remedy::ofPassing);
    }

    private static List<FailureKind> byKind(
            List<Worker> workers, Function<Worker, Stream<Failure>> failures, UnaryOperator<String> mend) {
        Map<String, FailureKind> kinds = new TreeMap<>();
        for (Worker worker : workers) {
            failures.apply(worker)
                    .forEach(failure -> kinds.merge(
                            failure.kind(),
                            new FailureKind(
                                    failure.kind(),
                                    failure.count(),
                                    failure,
                                    mend.apply(failure.kind()),
                                    List.of(worker.status().id())),
                            FailureKind::and));
        }
        return kinds.values().stream()
                .sorted(Comparator.comparingLong(FailureKind::count).reversed())
                .toList();
    }

    static List<Compared> comparisons(List<Comparisons> jobs, long now) {
        List<Compared> all = new ArrayList<>();
        for (Comparisons job : jobs) {
            boolean held = job.heldUntil() > now;
            for (Comparison one : job.latest()) {
                boolean runs = one.outcome() == Comparison.Outcome.RUNNING;
                all.add(new Compared(job.job(), job.finder(), runs && !held ? one.lost() : one));
                // Only the newest one is of the finder that holds the lease.
                held = false;
            }
        }
        all.sort(Comparator.<Compared>comparingLong(one -> one.comparison().began())
                .reversed());
        return List.copyOf(all.subList(0, Math.min(Comparisons.KEPT, all.size())));
    }
}
