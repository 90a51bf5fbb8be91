package dev.caravan.command.run;

import dev.caravan.finder.Chains;
import dev.caravan.finder.FinderListener;
import dev.caravan.finder.Found;
import dev.caravan.finder.VersionDifferences;
import dev.caravan.flow.Bandwidth;
import dev.caravan.flow.Ledger;
import dev.caravan.flow.MultipartSteps;
import dev.caravan.job.Job;
import dev.caravan.observe.MetricLines;
import dev.caravan.progress.Progress;
import dev.caravan.record.Report;
import dev.caravan.report.DryRunSummary;
import dev.caravan.report.Estimate;
import dev.caravan.report.ProgressLine;
import dev.caravan.report.RunJson;
import dev.caravan.report.Summary;
import dev.caravan.store.ObjectStore;
import dev.caravan.transfer.JournalRecords;
import dev.caravan.transfer.Transfer;
import dev.caravan.transfer.VersionCopies;
import java.io.PrintWriter;
import java.util.Map;
import java.util.function.Predicate;

/** One run of {@code sync}, from the first listing to the summary. */
public final class SyncRun {

    private final Job job;
    private final Map<String, String> systemProperties;
    private final PrintWriter out;
    private final PrintWriter err;
    private final RunDocument document;
    private final Progress progress = new Progress();
    private final EarlyEnd early;
    private final FirstFailures first;
    private final Watching watching;
    private final RunOutput output;
    private Scope scope;
    private final Chains chains = new Chains();
    private Estimate estimate;

    /** @param systemProperties may override the waits in {@link Routes} */
    public SyncRun(Job job, RunOutput output, Map<String, String> systemProperties, PrintWriter err) {
        this(job, output, systemProperties, err, Watching.of(job, systemProperties));
    }

    public SyncRun(
            Job job, RunOutput output, Map<String, String> systemProperties, PrintWriter err, Watching watching) {
        this.job = job;
        this.output = output;
        this.systemProperties = systemProperties;
        this.out = output.text();
        this.err = err;
        this.watching = watching;
        this.document = new RunDocument(output.json(), "sync", job);
        this.early = EarlyEnd.of(job);
        this.first = new FirstFailures(job.protection().stopAfter(), progress);
    }

    /**
     * Runs the job; returns one of {@link ExitCode}.
     *
     * @throws Exception if the run itself fails
     */
    public int run() throws Exception {
        out.println((job.dryRun() ? "dry run: " : "") + job.source().url() + " -> "
                + job.destination().url());
        out.flush();
        if (job.records() == null && !job.dryRun()) {
            err.println("caravan: " + SyncRecords.LOST);
            err.flush();
        }
        try (watching;
                early;
                RunConsole console = RunConsole.open(job, "sync", systemProperties, watching, output.address(err))) {
            return console.show(this::copy);
        }
    }

    private int copy() throws Exception {
        try (Stores stores = Stores.of(job);
                Stop stop = new Stop()) {
            return ended(stores, stop);
        } catch (Exception e) {
            document.failed(progress, e);
            throw e;
        }
    }

    /** Prints the document before a stop continues. */
    private int ended(Stores stores, Stop stop) throws Exception {
        int code;
        // The records first: while another run holds them, its report must not be overwritten.
        try (SyncRecords records = SyncRecords.open(job);
                Routes routes = new Routes(job, "sync", stores, systemProperties, watching);
                Report report = Reports.open(job, routes);
                Scope opened = new Scope(job, stores)) {
            scope = opened;
            code = run(stores, routes, records, report, stop);
        } catch (Exception e) {
            document.failed(progress, e);
            throw e;
        }
        document.ended(progress, early.by(), code);
        return code;
    }

    private int run(Stores stores, Routes routes, SyncRecords records, Report report, Stop stop) throws Exception {
        Ledger ledger = new Ledger(progress);
        FinderSteps finder = new FinderSteps(
                report, job.keys(), output.list() ? out : null, listener -> differences(routes, listener));
        finder.begin(progress, early);
        finder.tellReasons();
        VersionChains versions = new VersionChains(chains, routes, ledger, finder);
        if (job.fidelity().allVersions()) {
            ledger.onSettled(versions::settled);
        }
        routes.bind(finder.byName());
        routes.bind("firstFailure", finder);
        routes.bind(ledger.byName());
        JournalRecords journal = records.bind(routes, job);
        TransferBeans beans = new TransferBeans(
                job,
                systemProperties,
                progress,
                report,
                watching.inFlight(),
                routes,
                journal,
                new Bandwidth(job.bandwidth()),
                first);
        // There is no fleet that an object could be split over, and no event that could be stale.
        Predicate<Transfer> repeats =
                job.fidelity().allVersions() ? new VersionCopies(routes.buckets()) : transfer -> false;
        MultipartSteps multipart = beans.bind(Long.MAX_VALUE, beans.upload(), null, transfer -> true, repeats);
        routes.start();
        scope.select(routes);
        scope.readInventory(stop::asked, err);
        records.start();
        if (job.dryRun()) {
            estimate = new Estimate(job, systemProperties, routes.source(), routes.destination());
            finder.estimate(estimate);
        }
        Stores.check(source(routes));
        Stores.check(destination(routes));
        stores.checkKept();
        watching.start(job, "sync", routes, () -> progress, watching.inFlight()::count, routes.slotPool()::slots);

        CountFirst count = job.countFirst() && !job.dryRun()
                ? new CountFirst(source(routes), destination(routes), job, scope, err)
                : null;
        Runnable gently = () -> {
            if (count != null) {
                count.stop();
            }
            versions.stop();
            finder.stop();
            multipart.stop();
            ledger.stop();
        };
        records.onFailure(gently);
        first.onEnd(() -> {
            early.end(EndedBy.STOP_AFTER);
            gently.run();
        });
        early.watch(() -> {
            if (count != null) {
                count.stop();
            }
            versions.stop();
            finder.stop();
            ledger.stop();
        });
        stop.watch(gently, () -> {
            ledger.abandon();
            routes.abandon();
        });
        try (versions;
                ProgressLine line = ProgressLine.ofRun(progress, err, Terminal.isOne());
                MetricLines metrics = MetricLines.ofSync(job, systemProperties, out);
                SlotTuner tuner = new SlotTuner(progress, routes::refusals)) {
            if (count != null) {
                count.into(progress);
            }
            line.start();
            metrics.begin(progress);
            tuner.adjust("slots", job.slots(), routes.slotPool()::isFull, routes.slotPool()::resize)
                    .adjust("part slots", job.partSlots(), routes.partPool()::isFull, routes.partPool()::resize)
                    .start();
            find(routes, finder, ledger);
        } finally {
            try {
                records.finish();
            } finally {
                summary(routes, records);
            }
        }
        int code = end(new LostObjects(finder.given() + chains.followed() - progress.settled(), ledger.lost()), stop);
        if (!job.dryRun()) {
            routes.extensions()
                    .finished(Summary.map(
                            job, progress.now(), code, stop.asked(), early.by().word()));
        }
        return code;
    }

    /** Prints what the summary doesn't have, and returns the exit code. */
    private int end(LostObjects lost, Stop stop) {
        if (stop.asked()) {
            early.end(EndedBy.SIGNAL);
            err.println("stopped; run it again to continue");
            err.flush();
        } else if (first.hasEnded()) {
            err.println("caravan: " + first.line());
            err.flush();
            return ExitCode.RUN_FAILED;
        } else {
            Progress.Snapshot done = progress.now();
            NothingFound.tell(job, done.sourceListed(), done.same() + done.found(), err);
            early.tell(done, err);
        }
        // What waits at the deadline is dropped.
        boolean dropped = stop.asked() || early.by() == EndedBy.MAX_DURATION;
        if (!dropped && !job.dryRun() && lost.areSome()) {
            err.println("caravan: " + lost.line(RouteFiles.name(job.routes())));
            err.flush();
            return ExitCode.RUN_FAILED;
        }
        if (progress.missing().areTooMany()) {
            err.println("caravan: " + progress.missing().line());
            err.flush();
            return ExitCode.OBJECTS_FAILED;
        }
        if (progress.now().failed() > 0) {
            return ExitCode.OBJECTS_FAILED;
        }
        return early.by().isLimit() && !stop.asked() ? ExitCode.LIMIT_REACHED : ExitCode.DONE;
    }

    /** Prints the summary, also of a failed run. */
    private void summary(Routes routes, SyncRecords records) {
        long sourceRequests = source(routes).pace().requests();
        long destinationRequests = destination(routes).pace().requests();
        document.adds(json -> {
            if (estimate == null) {
                RunJson.moved(json, progress.now());
                json.put("records", records.place());
            } else {
                RunJson.estimated(json, estimate);
            }
            json.putObject("requests").put("source", sourceRequests).put("destination", destinationRequests);
        });
        if (estimate != null) {
            DryRunSummary.print(progress, estimate, job, out);
        } else {
            Summary.print(progress, job, records.place(), out);
            int slots = routes.slotPool().slots();
            int parts = routes.partPool().slots();
            if (slots != job.slots().first() || parts != job.partSlots().first()) {
                Summary.row(out, "slots", slots + " for objects, " + parts + " for parts at the end");
                out.flush();
            }
        }
    }

    /** Finds and moves objects. Those found before a failure are still moved, since their differences are valid. */
    private void find(Routes routes, FinderSteps finder, Ledger ledger) throws Exception {
        try {
            routes.run("direct:find");
            finder.requireComplete();
        } finally {
            ledger.awaitSettled(routes::areIdle);
        }
    }

    private Found differences(Routes routes, FinderListener listener) {
        if (job.fidelity().allVersions()) {
            return new VersionDifferences(
                    source(routes),
                    destination(routes),
                    job,
                    listener,
                    scope.selection(),
                    job.dryRun() ? null : chains);
        }
        return scope.compare(source(routes), destination(routes), job, listener);
    }

    private ObjectStore source(Routes routes) {
        return estimate == null ? routes.source() : estimate.source();
    }

    private ObjectStore destination(Routes routes) {
        return estimate == null ? routes.destination() : estimate.destination();
    }
}
