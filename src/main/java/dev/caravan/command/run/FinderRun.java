package dev.caravan.command.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.aws.ControlPlane;
import dev.caravan.aws.ControlPlaneException;
import dev.caravan.finder.FinderListener;
import dev.caravan.finder.Found;
import dev.caravan.finder.VersionDifferences;
import dev.caravan.finder.VersionHistories;
import dev.caravan.job.Job;
import dev.caravan.job.RunLimits;
import dev.caravan.job.WhenBusy;
import dev.caravan.observe.MetricLines;
import dev.caravan.observe.console.RunState;
import dev.caravan.observe.meters.Probe;
import dev.caravan.observe.meters.QueueLag;
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
import dev.caravan.report.FinderSummary;
import dev.caravan.report.ProgressLine;
import dev.caravan.report.RunJson;
import dev.caravan.report.Summary;
import dev.caravan.store.ObjectStore;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
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

    private static final String LOOK_AT = "; look at the route enqueue-sqs";

    private static final Duration LOOK = Duration.ofSeconds(15);

    private final Job job;
    private final Map<String, String> systemProperties;
    private final PrintWriter out;
    private final PrintWriter err;
    private final ControlPlane aws = new ControlPlane(CONNECTIONS);
    private final CountDownLatch stopAsked = new CountDownLatch(1);
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
    private final RunOutput output;
    private Scope scope;
    private long missing;
    private Estimate estimate;

    /** @param systemProperties may change the waits and the lease's times */
    public FinderRun(Job job, RunOutput output, Map<String, String> systemProperties, PrintWriter err) {
        this.job = job;
        this.output = output;
        this.systemProperties = systemProperties;
        this.out = output.text();
        this.err = err;
        this.watching = Watching.of(job, systemProperties);
        this.document = new RunDocument(output.json(), "finder", job);
        this.metrics = MetricLines.ofFinder(job, systemProperties, this.out);
    }

    /**
     * Runs the finder; returns one of {@link ExitCode}.
     *
     * @throws Exception if the comparison fails, or the start of a schedule
     */
    public int run() throws Exception {
        out.println((job.dryRun() ? "dry run: " : "") + name());
        out.flush();
        try (aws;
                watching;
                RunConsole console = RunConsole.open(job, "finder", systemProperties, watching, output.address(err))) {
            state = console.state();
            return console.show(this::runAndReport);
        }
    }

    private int runAndReport() throws Exception {
        boolean well = false;
        // Around everything else: the last metrics tell how all of it ended, and a stop waits for them.
        try (Stop stop = new Stop();
                metrics) {
            try {
                live(stop);
                well = !stop.asked();
            } catch (Exception e) {
                document.failed(current, e);
                throw e;
            } finally {
                metrics.endComparison(well);
            }
            if (!isScheduled()) {
                document.ended(current, early.by(), exitCode());
            }
        }
        return isScheduled() ? ExitCode.DONE : exitCode();
    }

    private int exitCode() {
        if (current.now().failed() > 0 || missing > 0) {
            return ExitCode.OBJECTS_FAILED;
        }
        return early.by().isLimit() ? ExitCode.LIMIT_REACHED : ExitCode.DONE;
    }

    private void live(Stop stop) throws Exception {
        Progress starting = begun();
        try (Stores opening = Stores.of(job);
                Routes opened = new Routes(job, "finder", opening, systemProperties, watching);
                Report report = Reports.open(job, opened);
                Scope comparing = new Scope(job, opening)) {
            routes = opened;
            scope = comparing;
            start(report, opening);
            stop.watch(
                    () -> {
                        finder.stop();
                        stopAsked.countDown();
                    },
                    () -> {});
            if (isScheduled()) {
                metrics.forget(starting);
                state.waiting(job.fleet().schedule());
                stopAsked.await();
                awaitComparison();
            } else {
                compare(begun());
            }
            if (stop.asked()) {
                err.println("stopped; run it again to continue");
                err.flush();
            }
        }
    }

    private void start(Report report, Stores stores) throws Exception {
        finder = new FinderSteps(
                report,
                job.keys(),
                output.list() ? out : null,
                listener -> job.fidelity().allVersions()
                        ? versions(listener)
                        : scope.compare(source(), destination(), job, listener));
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
            scope.readInventory(() -> stopAsked.getCount() == 0, err);
        }
        if (job.dryRun()) {
            estimate = new Estimate(job, systemProperties, routes.source(), routes.destination());
            finder.estimate(estimate);
        }
        Stores.check(source());
        Stores.check(destination());
        stores.checkVersions();
        watching.start(job, "finder", routes, () -> current, () -> 0, () -> 0);
    }

    /** Finds every version in a dry run; else makes one message for each key. */
    private Found versions(FinderListener listener) {
        return job.dryRun()
                ? new VersionDifferences(source(), destination(), job, listener, scope.selection(), null)
                : new VersionHistories(source(), destination(), job, listener, scope.selection());
    }

    private ObjectStore source() {
        return estimate == null ? routes.source() : estimate.source();
    }

    private ObjectStore destination() {
        return estimate == null ? routes.destination() : estimate.destination();
    }

    private void toQueue() throws CannotStartException, ControlPlaneException {
        String url = JobQueue.urlOf(aws.sqs(), job.fleet().queue());
        queueUrl = url;
        try {
            FinderLease.check(aws, job.fleet().table(), name());
        } catch (LeaseException e) {
            throw new CannotStartException(e.getMessage(), e);
        }
        sender = routes.bindSender(aws, url);
        watching.dependsOn(
                Probe.of("table", () -> FinderLease.check(aws, job.fleet().table(), name())));
        watching.dependsOn(Probe.of("queue", () -> QueueDepth.of(aws.sqs(), url)));
        watching.measures(new QueueLag(() -> QueueDepth.of(aws.sqs(), url)));
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
        if (stopAsked.getCount() == 0) {
            return;
        }
        state.running();
        out.println("comparing at " + Instant.now());
        out.flush();
        Progress progress = begun();
        boolean well = false;
        try {
            scope.select(routes);
            scope.readInventory(() -> stopAsked.getCount() == 0, err);
            compare(progress);
            well = stopAsked.getCount() > 0;
            document.ended(progress, early.by(), exitCode());
        } catch (Exception e) {
            document.failed(progress, e);
            Failures.unexpected(e, false, err);
            err.flush();
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
            if (stopAsked.getCount() == 0) {
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
                aws, job.fleet().table(), name(), LeaseTerms.FINDER.or(systemProperties), finder::cancel)) {
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
                complete = stopAsked.getCount() > 0 && end.by() == EndedBy.COMPLETE;
                comparison.end(complete ? Outcome.COMPLETE : Outcome.STOPPED, "");
            } catch (Exception e) {
                comparison.end(Outcome.FAILED, dev.caravan.store.Failures.line(e));
                throw e;
            } finally {
                mails.queued(comparison.now());
            }
            mails.ended(comparison.now(), complete);
            boolean stopped = stopAsked.getCount() == 0;
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
            Duration atMost = time(BUSY_WAIT, LONGEST_WAIT);
            tell("waiting for an empty queue, " + Quantities.time(atMost.toMillis() / 1000.0) + " at most: "
                    + backlog.words());
            backlog.awaitEmpty(atMost, time(BUSY_LOOK, LOOK), stopAsked);
        }
        if (rule == WhenBusy.SKIP) {
            tell("not compared: " + backlog.words());
            early.end(EndedBy.BUSY);
        } else if (backlog.isBusy()) {
            tell(backlog.words() + ": workers look whether an object is copied before they copy it again");
        }
        return rule != WhenBusy.SKIP && stopAsked.getCount() > 0;
    }

    private void tell(String line) {
        out.println(line);
        out.flush();
    }

    /**
     * Returns the approximate number of messages on the queue; -1 if unknown, since a finder may lack the permission.
     */
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
        if (early.by() == EndedBy.COMPLETE && stopAsked.getCount() > 0 && run.copied() + run.failed() != run.found()) {
            throw new IllegalStateException(
                    run.found() + " objects differ, but the queue took " + run.copied() + LOOK_AT);
        }
    }

    private void find(Progress progress) throws Exception {
        try (ProgressLine line = ProgressLine.ofRun(progress, err, Terminal.isOne())) {
            line.start();
            routes.run("direct:find");
            finder.requireComplete();
        } finally {
            if (estimate != null) {
                DryRunSummary.print(progress, estimate, job, out);
            } else {
                FinderSummary.print(progress, job, sender.requests(), out);
            }
            document.adds(figures(progress));
        }
        missing = finder.missing();
        if (missing > 0 && !job.dryRun()) {
            err.println("caravan: of the keys of --keys-from the source doesn't have " + Quantities.objects(missing)
                    + ", or doesn't show them; workers record them as failed");
            err.flush();
        }
        if (stopAsked.getCount() > 0) {
            Progress.Snapshot run = progress.now();
            NothingFound.tell(job, run.sourceListed(), run.same() + run.found(), err);
            early.tell(run, err);
        }
    }

    /** Returns the document's figures, read before the stores are closed. */
    private Consumer<ObjectNode> figures(Progress progress) {
        long ofSource = source().pace().requests();
        long ofDestination = destination().pace().requests();
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

    private Duration time(String name, Duration byDefault) {
        String millis = systemProperties.getOrDefault(name, "");
        return millis.isEmpty() ? byDefault : Duration.ofMillis(Long.parseLong(millis));
    }

    /** Returns the job's name, equal on all machines; it includes the stores' addresses. */
    private String name() {
        return job.source().name() + " -> " + job.destination().name();
    }
}
