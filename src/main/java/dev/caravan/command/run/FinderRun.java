package dev.caravan.command.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.aws.ControlPlane;
import dev.caravan.aws.ControlPlaneException;
import dev.caravan.finder.VersionHistories;
import dev.caravan.job.Job;
import dev.caravan.job.RunLimits;
import dev.caravan.job.WhenBusy;
import dev.caravan.observe.MetricLines;
import dev.caravan.observe.console.RunState;
import dev.caravan.progress.Progress;
import dev.caravan.progress.Quantities;
import dev.caravan.queue.JobQueue;
import dev.caravan.queue.QueueDepth;
import dev.caravan.queue.SendSteps;
import dev.caravan.record.Comparison.Outcome;
import dev.caravan.record.Report;
import dev.caravan.record.dynamo.FinderLease;
import dev.caravan.record.dynamo.LeaseException;
import dev.caravan.record.dynamo.LeaseTerms;
import dev.caravan.report.DryRunSummary;
import dev.caravan.report.Estimate;
import dev.caravan.report.ProgressLine;
import dev.caravan.report.RunJson;
import dev.caravan.report.Summary;
import dev.caravan.store.ObjectStore;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.component.quartz.QuartzComponent;

/** One run of {@code finder}: one comparison, or one at each time of the schedule. */
public final class FinderRun {

    /** The connections for the sender and the lease. */
    private static final int CONNECTIONS = 16;

    /** The system property with the interval of waiting for an empty queue in milliseconds, for tests. */
    private static final String BUSY_WAIT = "caravan.busy.wait";

    private static final String BUSY_LOOK = "caravan.busy.look";

    /** The limit of waiting, since events may keep a queue busy forever. */
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    private static final Duration LOOK = Duration.ofSeconds(15);

    private static final String LOOK_AT = "; look at the route enqueue-sqs";

    private final Job job;
    private final Surroundings surroundings;
    private final RunOutput output;
    private final PrintWriter out;
    private final PrintWriter err;
    private final ControlPlane aws = new ControlPlane(CONNECTIONS);
    private final Stop stop = new Stop();
    private final MetricLines metrics;
    private final Watching watching;
    private volatile Progress current = new Progress();
    private volatile EarlyEnd early = new EarlyEnd(RunLimits.NONE);
    private volatile RunDocument document;
    private RunState state = new RunState();
    private Routes routes;
    private FinderSteps finder;
    private SendSteps sender;
    private String queueUrl = "";
    private Scope scope;
    private ObjectStore source;
    private ObjectStore destination;
    private long missing;

    /** The estimate of a dry run; else null. */
    private Estimate estimate;

    /** @param surroundings whose system properties may change the waits and the lease's times */
    public FinderRun(Job job, RunOutput output, Surroundings surroundings) {
        this.job = job;
        this.output = output;
        this.surroundings = surroundings;
        this.out = output.text();
        this.err = surroundings.err();
        this.watching = Watching.of(job, surroundings.systemProperties());
        this.document = new RunDocument(output.json(), "finder", job);
        this.metrics = MetricLines.ofFinder(job, surroundings.systemProperties(), this.out);
    }

    /** Runs the finder; returns one of {@link ExitCode}. Throws why the comparison or the start of a schedule failed. */
    public int run() throws Exception {
        out.println((job.dryRun() ? "dry run: " : "") + name());
        try (aws;
                watching;
                RunConsole console = new RunConsole(job, "finder", surroundings, watching, output.address(err))) {
            state = console.state();
            return console.show(this::runAndReport);
        }
    }

    private int runAndReport() throws Exception {
        boolean well = false;
        // Around everything else: the last metrics show the result, and a stop waits for them.
        try (stop;
                metrics) {
            try {
                live();
                well = !stop.asked();
            } catch (Exception e) {
                document.failed(current, e);
                throw e;
            } finally {
                metrics.endComparison(well);
            }
            if (isScheduled()) {
                return ExitCode.DONE;
            }
            document.ended(current, early.by(), exitCode());
            return exitCode();
        }
    }

    private int exitCode() {
        if (current.now().failed() > 0 || missing > 0) {
            return ExitCode.OBJECTS_FAILED;
        }
        return early.by().isLimit() ? ExitCode.LIMIT_REACHED : ExitCode.DONE;
    }

    private void live() throws Exception {
        Progress starting = begun();
        try (Stores stores = new Stores(job);
                Routes opened = new Routes(job, "finder", stores, surroundings, watching);
                Report report = Reports.open(job, opened);
                Scope comparing = new Scope(job, stores)) {
            routes = opened;
            scope = comparing;
            start(report, stores);
            stop.watch(finder::stop, () -> {});
            if (isScheduled()) {
                metrics.forget(starting);
                state.waiting(job.fleet().schedule());
                stop.await();
                awaitComparison();
            } else {
                compare(begun());
            }
            if (stop.asked()) {
                err.println("stopped; run it again to continue");
            }
        }
    }

    /** Starts the routes. The first comparison of a schedule waits for the end of the start. */
    private synchronized void start(Report report, Stores stores) throws Exception {
        finder = new FinderSteps(
                report,
                job.keys(),
                output.list() ? out : null,
                // One message for each key with versions: a worker copies all of them.
                listener -> job.fidelity().allVersions() && !job.dryRun()
                        ? new VersionHistories(source, destination, job, listener, scope.selection())
                        : scope.find(source, destination, listener, null));
        routes.bind(finder.byName());
        routes.bind("firstFailure", finder);
        if (job.dryRun()) {
            routes.set("caravan.queue", "none");
        } else {
            toQueue();
        }
        if (isScheduled()) {
            routes.set("caravan.schedule", job.fleet().schedule());
            routes.bind("quartz", quartz());
            routes.bind(Map.of("compareOnSchedule", this::compareOnSchedule));
        }
        routes.start();
        scope.select(routes);
        if (!isScheduled()) {
            scope.readInventory(stop::asked, err);
        }
        source = routes.source();
        destination = routes.destination();
        if (job.dryRun()) {
            estimate = new Estimate(job, surroundings.systemProperties(), source, destination);
            finder.estimate(estimate);
            source = estimate.source();
            destination = estimate.destination();
        }
        Stores.check(source);
        Stores.check(destination);
        stores.checkVersions();
        watching.start(job, "finder", routes, () -> current, () -> 0, () -> 0);
    }

    private void toQueue() throws CannotStartException, ControlPlaneException {
        queueUrl = JobQueue.urlOf(aws.sqs(), job.fleet().queue());
        try {
            FinderLease.check(aws, job.fleet().table(), name());
        } catch (LeaseException e) {
            throw new CannotStartException(e.getMessage(), e);
        }
        sender = routes.bindSender(aws, queueUrl);
        watching.dependsOn("table", () -> FinderLease.check(aws, job.fleet().table(), name()));
        watching.dependsOnQueue(aws, queueUrl);
    }

    private boolean isScheduled() {
        return !job.dryRun() && !job.fleet().schedule().isEmpty();
    }

    private static QuartzComponent quartz() {
        QuartzComponent quartz = new QuartzComponent();
        quartz.setEnableJmx(false);
        quartz.setProperties(Map.of(
                "org.quartz.scheduler.instanceName", "caravan",
                "org.quartz.scheduler.skipUpdateCheck", "true",
                "org.quartz.threadPool.class", "org.quartz.simpl.SimpleThreadPool",
                "org.quartz.threadPool.threadCount", "1",
                "org.quartz.jobStore.class", "org.quartz.simpl.RAMJobStore"));
        return quartz;
    }

    /** Reports a failure; the next comparison finds the same differences. */
    private synchronized void compareOnSchedule(Exchange exchange) {
        if (stop.asked()) {
            return;
        }
        state.running();
        out.println("comparing at " + Instant.now());
        Progress progress = begun();
        boolean well = false;
        try {
            scope.select(routes);
            scope.readInventory(stop::asked, err);
            compare(progress);
            well = !stop.asked();
            document.ended(progress, early.by(), exitCode());
        } catch (Exception e) {
            document.failed(progress, e);
            Failures.unexpected(e, false, err);
        } finally {
            metrics.endComparison(well);
            state.waiting(job.fleet().schedule());
        }
    }

    private synchronized void awaitComparison() {
        // Entering the lock has waited for the current comparison.
    }

    private Progress begun() {
        Progress progress = new Progress();
        document = new RunDocument(output.json(), "finder", job);
        metrics.begin(progress);
        current = progress;
        return progress;
    }

    private void compare(Progress progress) throws Exception {
        try (EarlyEnd end = EarlyEnd.of(job)) {
            early = end;
            end.watch(finder::cancel);
            compare(progress, end);
            if (stop.asked()) {
                end.end(EndedBy.SIGNAL);
            }
        }
    }

    private void compare(Progress progress, EarlyEnd end) throws Exception {
        finder.begin(progress, end);
        if (job.dryRun()) {
            find(progress);
            return;
        }
        try (FinderLease lease = FinderLease.take(
                aws,
                job.fleet().table(),
                name(),
                LeaseTerms.FINDER.or(surroundings.systemProperties()),
                finder::cancel)) {
            Backlog backlog = new Backlog(this::onQueue, lease.earlier());
            if (!mayCompare(backlog)) {
                return;
            }
            sender.begin(progress, backlog.mayWait());
            CurrentComparison comparison = new CurrentComparison(progress, backlog.count());
            lease.tell(comparison::now);
            FinderMails mails = new FinderMails(job, aws, name(), queueUrl);
            mails.begin();
            boolean complete;
            try {
                find(progress);
                lease.requireKept();
                requireAllSent(progress.now());
                complete = !stop.asked() && end.by() == EndedBy.COMPLETE;
                comparison.end(complete ? Outcome.COMPLETE : Outcome.STOPPED, "");
            } catch (Exception e) {
                comparison.end(Outcome.FAILED, dev.caravan.store.Failures.line(e));
                throw e;
            } finally {
                mails.queued(comparison.now());
            }
            mails.ended(comparison.now(), complete);
            boolean stopped = stop.asked();
            if (stopped) {
                end.end(EndedBy.SIGNAL);
            }
            routes.extensions()
                    .finished(Summary.map(
                            job, progress.now(), exitCode(), stopped, end.by().word()));
        }
    }

    /** Applies the job's rule for a busy queue; returns whether to compare now. */
    private boolean mayCompare(Backlog backlog) throws InterruptedException {
        if (!backlog.isBusy()) {
            return true;
        }
        WhenBusy rule = job.fleet().whenBusy();
        if (rule == WhenBusy.WAIT) {
            Duration atMost = surroundings.time(BUSY_WAIT, LONGEST_WAIT);
            out.println("waiting for an empty queue, " + Quantities.time(atMost.toMillis() / 1000.0) + " at most: "
                    + backlog.words());
            backlog.awaitEmpty(atMost, surroundings.time(BUSY_LOOK, LOOK), stop);
        }
        if (rule == WhenBusy.SKIP) {
            out.println("not compared: " + backlog.words());
            early.end(EndedBy.WHEN_BUSY);
        } else if (backlog.isBusy()) {
            out.println(backlog.words() + ": workers check whether an object is copied before they copy it again");
        }
        return rule != WhenBusy.SKIP && !stop.asked();
    }

    /** Returns the approximate number of messages on the queue; -1 if unknown, for example without the permission. */
    private long onQueue() {
        try {
            return QueueDepth.of(aws.sqs(), queueUrl).all();
        } catch (ControlPlaneException e) {
            return -1;
        }
    }

    /** Fails if found work wasn't sent, for example because of edited routes. */
    private void requireAllSent(Progress.Snapshot run) {
        if (early.by().isLimit() && finder.given() != run.copied() + run.deleted()) {
            throw new IllegalStateException(finder.given() + " messages were to be sent, but the queue took "
                    + (run.copied() + run.deleted()) + LOOK_AT);
        }
        if (early.by() == EndedBy.COMPLETE && !stop.asked() && run.copied() + run.failed() != run.found()) {
            throw new IllegalStateException(
                    run.found() + " objects differ, but the queue took " + run.copied() + LOOK_AT);
        }
    }

    private void find(Progress progress) throws Exception {
        try (ProgressLine line = ProgressLine.ofRun(progress, err, Terminal.isOne())) {
            line.start();
            routes.send("direct:find", null);
            finder.requireComplete();
        } finally {
            if (estimate != null) {
                DryRunSummary.print(progress, estimate, job, out);
            } else {
                Summary.sent(progress, job, sender.requests(), out);
            }
            document.adds(figures(progress));
        }
        missing = finder.missing();
        if (missing > 0 && !job.dryRun()) {
            err.println("caravan: of the keys of --keys-from the source doesn't have " + Quantities.objects(missing)
                    + ", or doesn't show them; workers record them as failed");
        }
        if (!stop.asked()) {
            Progress.Snapshot run = progress.now();
            if (!finder.isCancelled()) {
                NothingFound.tell(job, run, err);
            }
            early.settle(run, job.delete());
            early.tell(run, err);
        }
    }

    /** Returns the document's figures, read before the stores are closed. */
    private Consumer<ObjectNode> figures(Progress progress) {
        long ofSource = source.pace().requests();
        long ofDestination = destination.pace().requests();
        return json -> {
            ObjectNode requests =
                    json.putObject("requests").put("source", ofSource).put("destination", ofDestination);
            if (estimate == null) {
                RunJson.sent(json, progress.now());
                requests.put("queue", sender.requests());
            } else {
                RunJson.estimated(json, estimate);
            }
        };
    }

    /** Returns the job's name, equal on all machines; it includes the stores' addresses. */
    private String name() {
        return job.source().name() + " -> " + job.destination().name();
    }
}
