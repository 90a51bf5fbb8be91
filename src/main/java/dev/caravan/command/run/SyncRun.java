package dev.caravan.command.run;

import dev.caravan.finder.Chains;
import dev.caravan.flow.Bandwidth;
import dev.caravan.flow.Ledger;
import dev.caravan.flow.MultipartSteps;
import dev.caravan.job.Job;
import dev.caravan.job.Printable;
import dev.caravan.observe.MetricLines;
import dev.caravan.progress.Progress;
import dev.caravan.progress.Quantities;
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
import java.util.function.Predicate;

/** One run of {@code sync}, from the first listing to the summary. */
public final class SyncRun {

    private final Job job;
    private final Surroundings surroundings;
    private final PrintWriter out;
    private final PrintWriter err;
    private final RunDocument document;
    private final Progress progress = new Progress();
    private final EarlyEnd early;
    private final FirstFailures first;
    private final Watching watching;
    private final RunOutput output;
    private final Chains chains = new Chains();
    private ObjectStore source;
    private ObjectStore destination;

    /** The estimate of a dry run; else null. */
    private Estimate estimate;

    public SyncRun(Job job, RunOutput output, Surroundings surroundings) {
        this(job, output, surroundings, Watching.of(job, surroundings.systemProperties()));
    }

    public SyncRun(Job job, RunOutput output, Surroundings surroundings, Watching watching) {
        this.job = job;
        this.output = output;
        this.surroundings = surroundings;
        this.out = output.text();
        this.err = surroundings.err();
        this.watching = watching;
        this.document = new RunDocument(output.json(), "sync", job);
        this.early = EarlyEnd.of(job);
        this.first = new FirstFailures(job.protection().stopAfter(), progress);
    }

    /** Runs the job; returns one of {@link ExitCode}. Throws why the run itself failed. */
    public int run() throws Exception {
        out.println((job.dryRun() ? "dry run: " : "") + job.source().url() + " -> "
                + job.destination().url());
        if (job.records() == null && !job.dryRun()) {
            err.println("caravan: " + SyncRecords.LOST);
        }
        try (watching;
                early;
                RunConsole console = new RunConsole(job, "sync", surroundings, watching, output.address(err))) {
            return console.show(this::copy);
        }
    }

    private int copy() throws Exception {
        // Around everything else: the process may end with it, and the document is printed before.
        try (Stop stop = new Stop()) {
            int code;
            // The records before the report, which must not be overwritten while another run holds them.
            try (Stores stores = new Stores(job);
                    SyncRecords records = new SyncRecords(job);
                    Routes routes = new Routes(job, "sync", stores, surroundings, watching);
                    Report report = Reports.open(job, routes);
                    Scope scope = new Scope(job, stores)) {
                code = run(stores, routes, records, report, scope, stop);
            } catch (Exception e) {
                document.failed(progress, e);
                throw e;
            }
            document.ended(progress, early.by(), code);
            return code;
        }
    }

    private int run(Stores stores, Routes routes, SyncRecords records, Report report, Scope scope, Stop stop)
            throws Exception {
        boolean versions = job.fidelity().allVersions();
        Ledger ledger = new Ledger(progress);
        FinderSteps finder = new FinderSteps(
                report,
                job.keys(),
                output.list() ? out : null,
                listener -> scope.find(source, destination, listener, job.dryRun() ? null : chains));
        finder.begin(progress, early);
        finder.tellReasons();
        VersionChains following = new VersionChains(chains, routes, ledger, finder);
        if (versions) {
            ledger.onSettled(following::settled);
        }
        routes.bind(finder.byName());
        routes.bind("firstFailure", finder);
        routes.bind(ledger.byName());
        JournalRecords journal = records.bind(routes);
        Bandwidth bandwidth = new Bandwidth(job.bandwidth());
        TransferBeans beans = new TransferBeans(
                job, surroundings, progress, report, watching.inFlight(), routes, journal, bandwidth, first);
        // There is no fleet that an object could be split over, and no event that could be stale.
        Predicate<Transfer> repeats = versions ? new VersionCopies(routes) : transfer -> false;
        MultipartSteps multipart = beans.bind(Long.MAX_VALUE, beans.upload(), null, transfer -> true, repeats);
        routes.start();
        scope.select(routes);
        scope.readInventory(stop::asked, err);
        records.start();
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
        stores.checkKept();
        watching.start(job, "sync", routes, () -> progress, watching.inFlight()::count, routes.slotPool()::slots);

        CountFirst count = new CountFirst(err);
        Runnable findNoMore = () -> {
            count.stop();
            following.stop();
            finder.stop();
            ledger.stop();
        };
        Runnable gently = () -> {
            multipart.stop();
            findNoMore.run();
        };
        records.onFailure(gently);
        first.onEnd(() -> {
            early.end(EndedBy.STOP_AFTER);
            gently.run();
        });
        early.watch(findNoMore);
        stop.watch(gently, () -> {
            ledger.abandon();
            routes.abandon();
        });
        try (following;
                ProgressLine line = ProgressLine.ofRun(progress, err, Terminal.isOne());
                MetricLines metrics = MetricLines.ofSync(job, surroundings.systemProperties(), out);
                SlotTuner tuner = new SlotTuner(progress, routes::refusals, new Processors()::load)) {
            if (job.countFirst() && !job.dryRun()) {
                count.compare(source, destination, job, scope, progress);
            }
            line.start();
            metrics.begin(progress);
            SlotPool objects = routes.slotPool();
            tuner.adjust("slots", job.slots(), job.slots().few(), objects::isFull, objects::resize)
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
        int code = end(finder.given() + chains.followed() - progress.settled(), ledger.lost(), stop);
        if (!job.dryRun()) {
            routes.extensions()
                    .finished(Summary.map(
                            job, progress.now(), code, stop.asked(), early.by().word()));
        }
        return code;
    }

    /** Prints what the summary lacks, such as objects that edited routes lost; returns the exit code. */
    private int end(long lost, String lostKey, Stop stop) {
        if (stop.asked()) {
            early.end(EndedBy.SIGNAL);
            err.println("stopped; run it again to continue");
        } else if (first.hasEnded()) {
            err.println("caravan: " + first.line());
            return ExitCode.RUN_FAILED;
        } else {
            Progress.Snapshot done = progress.now();
            early.settle(done, job.delete());
            if (early.by() != EndedBy.MAX_DURATION) {
                NothingFound.tell(job, done, err);
            }
            early.tell(done, err);
        }
        // What waits at the deadline is dropped.
        boolean dropped = stop.asked() || early.by() == EndedBy.MAX_DURATION;
        if (!dropped && !job.dryRun() && lost > 0) {
            err.println("caravan: the routes in " + RouteFiles.name(job.routes()) + " ended without a record for "
                    + Quantities.objects(lost) + (lostKey == null ? "" : ", such as " + Printable.quoted(lostKey))
                    + ": a step such as stop or filter ends a route before direct:record; to leave an object out, set"
                    + " the header CaravanSkip in direct:before-copy");
            return ExitCode.RUN_FAILED;
        }
        if (progress.missing().areTooMany()) {
            err.println("caravan: " + progress.missing().line());
            return ExitCode.OBJECTS_FAILED;
        }
        if (progress.now().failed() > 0) {
            return ExitCode.OBJECTS_FAILED;
        }
        return early.by().isLimit() && !stop.asked() ? ExitCode.LIMIT_REACHED : ExitCode.DONE;
    }

    /** Prints the summary, also of a failed run. */
    private void summary(Routes routes, SyncRecords records) {
        long sourceRequests = source.pace().requests();
        long destinationRequests = destination.pace().requests();
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
            if (slots != job.slots().few() || parts != job.partSlots().first()) {
                Summary.row(out, "slots", slots + " for objects, " + parts + " for parts at the end");
            }
        }
    }

    /** Finds and moves objects. Those found before a failure are still moved, since their differences are valid. */
    private void find(Routes routes, FinderSteps finder, Ledger ledger) throws Exception {
        try {
            routes.send("direct:find", null);
            finder.requireComplete();
        } finally {
            ledger.awaitSettled(routes::areIdle);
        }
    }
}
