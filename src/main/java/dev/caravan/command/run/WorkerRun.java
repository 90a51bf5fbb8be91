package dev.caravan.command.run;

import dev.caravan.aws.ControlPlane;
import dev.caravan.aws.ControlPlaneException;
import dev.caravan.fleet.Drain;
import dev.caravan.fleet.Heartbeat;
import dev.caravan.fleet.InstanceWatch;
import dev.caravan.fleet.StandingOrders;
import dev.caravan.fleet.WorkerReporter;
import dev.caravan.flow.Bandwidth;
import dev.caravan.flow.FleetSteps;
import dev.caravan.flow.MultipartSteps;
import dev.caravan.job.ChecksumMode;
import dev.caravan.job.Job;
import dev.caravan.job.Printable;
import dev.caravan.message.MessageReader;
import dev.caravan.observe.MetricLines;
import dev.caravan.progress.FewLines;
import dev.caravan.progress.Progress;
import dev.caravan.queue.DirectQueue;
import dev.caravan.queue.GiantParts;
import dev.caravan.queue.JobQueue;
import dev.caravan.queue.QueueWorker;
import dev.caravan.queue.ReceiveFailures;
import dev.caravan.queue.RetryDelay;
import dev.caravan.queue.StateMachine;
import dev.caravan.record.Report;
import dev.caravan.record.UploadLeft;
import dev.caravan.record.dynamo.DynamoRecords;
import dev.caravan.record.dynamo.FleetItems;
import dev.caravan.record.dynamo.HistoryLeases;
import dev.caravan.record.dynamo.JobOrders;
import dev.caravan.record.dynamo.LeaseTerms;
import dev.caravan.record.dynamo.PartRecords;
import dev.caravan.record.dynamo.RecordsClient;
import dev.caravan.record.dynamo.SplitRecords;
import dev.caravan.report.ProgressLine;
import dev.caravan.transfer.FleetRecords;
import dev.caravan.transfer.FleetStep;
import dev.caravan.transfer.FleetUpload;
import dev.caravan.transfer.Histories;
import dev.caravan.transfer.Repeats;
import dev.caravan.transfer.Upload;
import dev.caravan.transfer.VersionCopies;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** A worker, from its first message until it is stopped. */
public final class WorkerRun {

    /** The connections for receiving, deleting and renewing, beside a record for each slot. */
    private static final int SPARE_CONNECTIONS = 16;

    /** The share of the stop time for objects in parts; then another worker continues them. */
    private static final double UNTIL_PARTS_STOP = 0.6;

    /** The share of the stop time after which messages are given back and clients closed. */
    private static final double UNTIL_GIVEN_BACK = 0.85;

    /** The system property with the interval of status reports in milliseconds, for tests. */
    private static final String HEARTBEAT = "caravan.heartbeat.interval";

    private final Job job;
    private final Surroundings surroundings;
    private final Drain drain;
    private final PrintWriter err;
    private final Progress progress = new Progress();
    private final Watching watching;
    private final Bandwidth bandwidth;
    private ControlPlane aws;
    private JobQueue queue;
    private Routes routes;
    private QueueWorker worker;

    public WorkerRun(Job job, Surroundings surroundings, Drain drain) {
        this.job = job;
        this.surroundings = surroundings;
        this.drain = drain;
        this.err = surroundings.err();
        this.watching = Watching.of(job, surroundings.systemProperties());
        this.bandwidth = new Bandwidth(job.bandwidth());
    }

    /** Runs the worker; returns the exit code for the reason of its end. Throws why it failed as a whole. */
    public int run() throws Exception {
        try (watching;
                RunConsole console = new RunConsole(job, "worker", surroundings, watching, surroundings.out())) {
            return console.show(this::live);
        }
    }

    private int live() throws Exception {
        try (ControlPlane plane = new ControlPlane(job.slots().most() + SPARE_CONNECTIONS);
                Stores stores = new Stores(job);
                Routes opened = new Routes(job, "worker", stores, surroundings, watching)) {
            aws = plane;
            routes = opened;
            queue = JobQueue.find(aws.sqs(), job.fleet().queue());
            if (queue.deadLettersUrl().isEmpty()) {
                err.println("worker: queue " + Printable.of(job.fleet().queue())
                        + " has no dead-letter queue: a message that fails for good leaves only its record;"
                        + " to be able to redrive, give the queue a redrive policy");
            }
            DynamoRecords records =
                    new DynamoRecords(aws.dynamoDb(), job.fleet().table());
            records.check();
            worker = new QueueWorker(
                    new DirectQueue(aws.sqs(), aws.queueCalls()),
                    queue,
                    job.fleet(),
                    new RetryDelay(routes.number("caravan.backoff.first"), routes.number("caravan.backoff.longest")),
                    job.slots().first(),
                    job.attempts(),
                    progress.passing());
            routes.set(
                    "caravan.visibility-timeout",
                    Long.toString(job.fleet().visibilityTimeout().toSeconds()));
            routes.bind("receivingClient", worker.receivingClient());
            routes.bind("receiveFailures", new ReceiveFailures());
            routes.bind(worker.byName());
            MultipartSteps multipart = bindTransfer(records);
            routes.start();
            MessageReader reader = new MessageReader(job, Selections.of(job, stores, routes));
            Stores.check(routes.source());
            Stores.check(routes.destination());
            stores.checkKept();
            watching.dependsOn("table", records::check);
            watching.dependsOn("records", worker.refusals()::check);
            watching.dependsOnQueue(aws, queue.url());
            watching.heldBecause(worker.slots()::whyHeld);
            watching.start(job, "worker", routes, () -> progress, worker::held, worker.slots()::count);
            surroundings.out().println("worker: " + FirstLine.of(job, queue.url()));
            try (Histories histories = histories()) {
                return work(() -> worker.start(reader, histories), multipart::stop, reporter(records));
            }
        }
    }

    /** Null if only the current versions are copied. */
    private Histories histories() {
        if (!job.fidelity().allVersions()) {
            return null;
        }
        HistoryLeases leases = new HistoryLeases(aws.dynamoDb(), job.fleet().table());
        LeaseTerms terms = LeaseTerms.HISTORY.or(surroundings.systemProperties());
        return new Histories(leases, terms, job.keys(), routes);
    }

    private MultipartSteps bindTransfer(DynamoRecords table) throws ControlPlaneException {
        boolean splitsObjects = job.fleet().splitsGiants();
        PartRecords parts = new PartRecords(aws.dynamoDb(), job.fleet().partsTable());
        if (splitsObjects) {
            parts.check();
        }
        SplitRecords splits = new SplitRecords(aws.dynamoDb(), job.fleet().table());
        Repeats repeats = new Repeats(splits::find, routes);
        FleetRecords records = new FleetRecords(table);
        Consumer<Throwable> ignored = failure -> {};
        TransferBeans beans = new TransferBeans(
                job, surroundings, progress, Report.none(), watching.inFlight(), routes, records, bandwidth, ignored);
        Upload upload = beans.upload();
        FleetStep step = new FleetStep(
                routes,
                upload,
                splits,
                parts,
                job.verify(),
                job.source().type(),
                () -> job.write().checksum() == ChecksumMode.KEEP
                        && !routes.extensions().seesBytes(),
                job.attempts(),
                FleetSteps.givenUp(progress, routes.extensions()),
                new FewLines());
        // The versions of a key are one worker's, giant ones too.
        boolean versions = job.fidelity().allVersions();
        MultipartSteps multipart = beans.bind(
                splitsObjects && !versions ? job.giantThreshold() : Long.MAX_VALUE,
                upload,
                step,
                records::claim,
                versions ? new VersionCopies(routes) : repeats);
        FleetUpload fleetUpload = new FleetUpload(upload, records, splits, parts, repeats);
        routes.bind(watching.inFlight()
                .watching(new FleetSteps(fleetUpload, step, upload, multipart, job.keys(), splitsObjects).byName()));
        routes.bind("records", new RecordsClient(aws.dynamoDb(), aws.tableCalls()));
        routes.set("caravan.table", job.fleet().table());
        routes.set("caravan.parts-table", splitsObjects ? job.fleet().partsTable() : "none");
        StateMachine machine = new StateMachine(aws::stepFunctions, job.fleet(), queue.url());
        routes.bind("stateMachine", machine);
        routes.bind(machine.byName());
        routes.bindSender(aws, queue.url());
        return multipart;
    }

    private WorkerReporter reporter(DynamoRecords records) {
        Predicate<GiantParts.Count> open = giant -> {
            UploadLeft upload = records.find(job.keys().destinationKey(giant.key()));
            return upload != null && upload.uploadId().equals(giant.uploadId());
        };
        Duration interval = surroundings.time(HEARTBEAT, Heartbeat.INTERVAL);
        return new WorkerReporter(Program.version(), job, queue.url(), progress, worker, open, interval);
    }

    private int work(Runnable start, Runnable stopParts, WorkerReporter reporter) throws Exception {
        FleetItems items = new FleetItems(aws.dynamoDb(), job.fleet().table());
        SlotCap objects = new SlotCap(job.slots().first(), slots -> {
            routes.slotPool().resize(slots);
            worker.slots().resize(slots);
        });
        SlotCap parts = new SlotCap(job.partSlots().first(), routes.partPool()::resize);
        StandingOrders orders = new StandingOrders(limits -> {
            bandwidth.limit(limits.rates());
            objects.limit(limits.slots());
            parts.limit(limits.slots());
        });
        worker.holdWhile(orders::whyPaused);
        JobOrders ordered = new JobOrders(aws.dynamoDb(), job.fleet().table(), queue.name());
        try (ProgressLine line = ProgressLine.ofWorker(progress, err, Terminal.isOne());
                MetricLines metrics =
                        MetricLines.ofWorker(job, surroundings.systemProperties(), worker::held, surroundings.out());
                InstanceWatch watch = watch();
                SlotTuner tuner = new SlotTuner(progress, routes::refusals, new Processors()::load);
                Heartbeat heartbeat = new Heartbeat(items, reporter, ordered, orders)) {
            heartbeat.start();
            start.run();
            tuner.adjust("slots", job.slots(), worker.slots()::areTaken, objects::want)
                    .adjust("part slots", job.partSlots(), routes.partPool()::isFull, parts::want)
                    .start();
            line.start();
            metrics.begin(progress);
            Drain.Reason reason = drain.await();
            err.println("worker: " + reason.why() + ": no more messages are received; " + worker.held()
                    + " messages are still in progress");
            reporter.stopping(reason.why());
            long before = worker.done();
            stop(stopParts);
            err.println("worker: " + (worker.done() - before) + " messages were finished, " + worker.givenBack()
                    + " went back to the queue");
            return reason.exitCode();
        } finally {
            err.println("worker: ended: " + ProgressLine.ofWorkerNow(progress));
        }
    }

    /** Returns the watch of the machine; null if not enabled. */
    private InstanceWatch watch() throws ControlPlaneException {
        return job.fleet().watchesInstance()
                ? InstanceWatch.start(
                        drain, ExitCode.DONE, Duration.ofMillis(routes.number("caravan.instance-metadata.interval")))
                : null;
    }

    /** Finishes what it can in time and returns other messages to the queue at once. */
    private void stop(Runnable stopParts) throws InterruptedException {
        Duration all = job.fleet().stopTimeout();
        Duration first = Duration.ofMillis((long) (all.toMillis() * UNTIL_PARTS_STOP));
        Duration second = Duration.ofMillis((long) (all.toMillis() * (UNTIL_GIVEN_BACK - UNTIL_PARTS_STOP)));
        worker.stopReceiving();
        boolean settled = worker.awaitSettled(first);
        if (!settled) {
            stopParts.run();
            settled = worker.awaitSettled(second);
        }
        if (!settled) {
            err.println("worker: " + worker.held() + " messages go back to the queue unfinished");
            worker.giveBackAll();
            routes.abandon();
        }
        worker.close();
    }
}
