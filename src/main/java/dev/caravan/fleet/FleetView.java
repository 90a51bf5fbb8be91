package dev.caravan.fleet;

import dev.caravan.fleet.WorkerStatus.Failure;
import dev.caravan.fleet.WorkerStatus.Giant;
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
 * What a fleet does at one moment, of its queue and of the small items that its members write. Times are in milliseconds since 1970. A
 * figure that isn't known is -1.
 *
 * @param at when it was read
 * @param table the name of the records' table
 * @param queue the queue between finder and workers
 * @param deadLetters the dead-letter queue; null where there is none, or where it can't be asked
 * @param deadLettersUnknown why it can't be asked; empty where it can, or where there is none
 * @param oldestSeconds the age of the oldest message
 * @param oldestUnknown why that isn't known; empty where it is
 * @param repeats the approximate number of messages that are older than the latest comparison, which has queued their objects again
 * @param running whether a finder compares
 * @param queued objects that the latest comparison has queued so far
 * @param failed how many of them failed for good, approximately
 * @param share how much of them is done at least, 0 to 1, without those that failed; unknown while the comparison runs
 * @param secondsLeft how long the queue lasts at the rate of late
 * @param timeUnknown why that isn't known; empty where it is, while a comparison runs, and while the queue is empty
 * @param messagesPerSecond that left the queue of late
 * @param objectsPerSecond copied or deleted of late
 * @param bytesPerSecond that left for the destination of late
 * @param hour what was done in the last hour
 * @param orders what an operator has ordered the workers
 * @param workers those that work first, then the lost ones, then those that have ended
 * @param giants the giant objects that are under way
 * @param failures what failed for good, in the last day and by workers that have written their status since
 * @param passing what failed in the last hour and is tried again, with the number of attempts
 * @param comparisons the latest ones, the newest first
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

    /** The number of missed beats after which a worker is lost. */
    private static final int MISSED = 4;

    /** The number of minutes over which rates are averaged. */
    static final int RATE_MINUTES = 5;

    static final long HOUR_MILLIS = 3_600_000;

    /** The most workers that a list names. */
    private static final int SHOWN = 5;

    public static final String LOST = "lost";

    private static final List<String> ALIVE =
            List.of(WorkerStatus.WORKING, WorkerStatus.HOLDS_BACK, WorkerStatus.PAUSED, WorkerStatus.STOPPING);

    private static final List<String> ORDER = List.of(
            WorkerStatus.WORKING,
            WorkerStatus.HOLDS_BACK,
            WorkerStatus.PAUSED,
            WorkerStatus.STOPPING,
            LOST,
            WorkerStatus.ENDED);

    /** A queue, and how many messages are on it. */
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
     * @param state the state that it wrote, or {@link #LOST}
     * @param silentSeconds since it wrote
     * @param objectsPerSecond of late
     * @param bytesPerSecond of late
     * @param status what it wrote
     */
    public record Worker(
            String state, long silentSeconds, double objectsPerSecond, double bytesPerSecond, WorkerStatus status) {

        public boolean isAlive() {
            return ALIVE.contains(state);
        }
    }

    /** A giant object, and how many workers move parts of it. */
    public record GiantProgress(String key, int parts, int done, int workers) {}

    /**
     * What failed for one kind of reason.
     *
     * @param last the one that failed last
     * @param mend what to do about it
     * @param workers the workers that saw it
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

    /**
     * A comparison.
     *
     * @param job the two sides
     * @param finder the process that compared last
     */
    public record Compared(String job, String finder, Comparison comparison) {}

    /** Returns whether at least one worker lives. */
    public boolean anyAlive() {
        return workers.stream().anyMatch(Worker::isAlive);
    }

    /** Returns the kinds of failures that a worker tries again, as far as it had one in the last hour. */
    public List<Failure> passing(Worker worker) {
        return worker.status().passing().stream()
                .filter(failure -> failure.time() >= at - HOUR_MILLIS)
                .toList();
    }

    /**
     * Returns how many objects have failed for good since a time, at most as many as there are dead letters.
     *
     * @param deadLetters null where they aren't known
     */
    static long failed(List<FailureKind> failures, long since, Queue deadLetters) {
        long counted = failures.stream()
                .filter(failure -> failure.last().time() >= since)
                .mapToLong(FailureKind::count)
                .sum();
        return deadLetters == null ? counted : Math.min(counted, deadLetters.all());
    }

    /** Returns why nobody knows how long the queue lasts; empty where its rate tells. */
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

    /** Returns the workers that saw a kind of failure, if others that live did not; else an empty text. */
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

    /** The workers' part of the view. */
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

    /** Returns the length of the minutes that a rate is the mean of: the newest has only begun, the first may have begun late. */
    static double rateSeconds(long started, long now) {
        long from = (now / 60_000 - (RATE_MINUTES - 1)) * 60_000;
        return Math.max(1000, now - Math.max(from, started)) / 1000.0;
    }

    /** Adds up what the workers say. Objects of which no worker that lives has moved a part are left out while one lives. */
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

    /** Returns what failed for good. */
    static List<FailureKind> failures(List<Worker> workers, boolean keepsDeadLetters) {
        return byKind(
                workers,
                worker -> worker.status().failures().stream(),
                kind -> Remedy.ofLasting(kind, keepsDeadLetters));
    }

    /** Returns what is tried again, as far as it failed since a time. */
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
