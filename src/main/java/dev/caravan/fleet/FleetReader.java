package dev.caravan.fleet;

import dev.caravan.aws.ControlPlane;
import dev.caravan.aws.ControlPlaneException;
import dev.caravan.job.FleetNames;
import dev.caravan.queue.OldestMessage;
import dev.caravan.queue.QueueDepth;
import dev.caravan.record.Comparison;
import dev.caravan.record.Orders;
import dev.caravan.record.dynamo.Comparisons;
import dev.caravan.record.dynamo.FleetItems;
import dev.caravan.record.dynamo.JobOrders;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Reads a fleet's state repeatedly. The requests depend on the number of workers, not of records: two to Amazon SQS; to
 * Amazon DynamoDB three, one for each job and one for each hundred workers; to CloudWatch one a minute.
 */
public final class FleetReader {

    private static final Duration OLDEST_KEPT = Duration.ofMinutes(1);

    private static final Duration ORDERS_PATIENCE = Duration.ofSeconds(10);

    private final ControlPlane services;
    private final FleetNames names;
    private final FleetItems items;
    private String url;
    private String deadLettersUrl = "";
    private final boolean asksAge;
    private OldestMessage oldest = new OldestMessage(null, "not asked");
    private Instant oldestAsked;

    /** @param asksAge whether to ask CloudWatch for the oldest message's age, which needs a permission of its own */
    public FleetReader(ControlPlane services, FleetNames names, boolean asksAge) {
        this.asksAge = asksAge;
        this.services = services;
        this.names = names;
        this.items = new FleetItems(services.dynamoDb(), names.table());
        this.url = names.queue();
    }

    /** Reads the state. Optional parts may be missing. */
    public synchronized FleetView read() throws ControlPlaneException {
        QueueDepth depth = QueueDepth.of(services.sqs(), url);
        url = depth.url();
        Instant now = Instant.now();
        if (asksAge && (oldestAsked == null || oldestAsked.plus(OLDEST_KEPT).isBefore(now))) {
            oldest = OldestMessage.of(services::cloudWatch, depth.name(), now);
            oldestAsked = now;
        }
        FleetView.Queue deadLetters = null;
        String unknown = "";
        try {
            deadLetters = deadLetters(depth);
        } catch (ControlPlaneException e) {
            unknown = e.getMessage();
        }
        List<WorkerStatus> statuses = items.read().values().stream()
                .map(WorkerStatus::of)
                .flatMap(Optional::stream)
                .toList();
        List<Comparisons> jobs = Comparisons.read(services.dynamoDb(), names.table());
        Orders orders = new JobOrders(services.dynamoDb(), names.table(), depth.name()).read(ORDERS_PATIENCE);
        return view(now.toEpochMilli(), FleetView.Queue.of(depth), deadLetters, unknown, statuses, jobs, orders);
    }

    /** Returns the messages older than the latest comparison: the queue delivers roughly in order. */
    private static long older(Comparison latest, long rest) {
        return latest == null ? 0 : latest.onQueue() < 0 ? -1 : Math.max(0, Math.min(latest.onQueue(), rest));
    }

    private FleetView.Queue deadLetters(QueueDepth depth) throws ControlPlaneException {
        if (depth.deadLetters().isEmpty()) {
            return null;
        }
        QueueDepth dead = deadLettersUrl.isEmpty()
                ? depth.ofDeadLetters(services.sqs())
                : QueueDepth.of(services.sqs(), deadLettersUrl);
        deadLettersUrl = dead.url();
        return FleetView.Queue.of(dead);
    }

    private FleetView view(
            long now,
            FleetView.Queue queue,
            FleetView.Queue deadLetters,
            String deadLettersUnknown,
            List<WorkerStatus> statuses,
            List<Comparisons> jobs,
            Orders orders) {
        List<FleetView.Worker> workers = FleetView.workers(statuses, now);
        List<FleetView.Compared> comparisons = FleetView.comparisons(jobs, now);
        // What they have done since they wrote last isn't known.
        long seen = workers.stream()
                .filter(FleetView.Worker::isAlive)
                .mapToLong(worker -> worker.status().seen())
                .max()
                .orElse(now);
        Hour hour = Hour.sum(statuses.stream().map(WorkerStatus::hour).toList(), seen / 60_000);
        double seconds = FleetView.rateSeconds(
                statuses.stream().mapToLong(WorkerStatus::started).min().orElse(seen), seen);
        double rate = Hour.newest(hour.messages(), FleetView.RATE_MINUTES) / seconds;
        Comparison latest = comparisons.isEmpty() ? null : comparisons.get(0).comparison();
        boolean running = latest != null && latest.outcome() == Comparison.Outcome.RUNNING;
        long queued = latest == null ? 0 : latest.queued() + latest.deletes();
        List<FleetView.FailureKind> failures =
                FleetView.failures(workers, deadLetters != null || !deadLettersUnknown.isEmpty());
        long failed = latest == null ? 0 : FleetView.failed(failures, latest.began(), deadLetters);
        // A giant object waits for its state machine while the queue is empty.
        List<FleetView.GiantProgress> giants = FleetView.giants(workers);
        String timeUnknown =
                running || queue.all() == 0 ? "" : FleetView.timeUnknown(workers, orders.paused(), rate, hour);
        return new FleetView(
                now,
                names.table(),
                queue,
                deadLetters,
                deadLettersUnknown,
                oldest.age() == null ? -1 : oldest.age().toSeconds(),
                oldest.unknown(),
                older(latest, queue.all() - queued),
                running,
                queued,
                failed,
                running || queued == 0
                        ? -1
                        : 1 - (double) Math.min(queued, Math.max(queue.all(), giants.size()) + failed) / queued,
                running || rate == 0 || !timeUnknown.isEmpty() ? -1 : Math.round(queue.all() / rate),
                timeUnknown,
                rate,
                Hour.newest(hour.objects(), FleetView.RATE_MINUTES) / seconds,
                Hour.newest(hour.bytes(), FleetView.RATE_MINUTES) / seconds,
                hour,
                orders,
                workers,
                giants,
                failures,
                FleetView.passing(workers, now - FleetView.HOUR_MILLIS),
                comparisons);
    }
}
