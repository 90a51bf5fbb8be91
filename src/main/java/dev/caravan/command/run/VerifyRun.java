package dev.caravan.command.run;

import dev.caravan.component.ObjectStoreComponent;
import dev.caravan.job.Job;
import dev.caravan.progress.Progress;
import dev.caravan.record.Report;
import dev.caravan.report.ProgressLine;
import dev.caravan.store.Backoff;
import dev.caravan.store.ObjectStore;
import dev.caravan.store.StoreException;
import dev.caravan.verify.Verifier;
import dev.caravan.verify.VerifyOptions;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;

/**
 * One run of {@code verify}: opens and compares both sides.
 *
 * @param systemProperties may override the waits, by the routes' names
 */
public record VerifyRun(
        Job job, VerifyOptions options, Map<String, String> systemProperties, PrintWriter out, PrintWriter err) {

    public int run() throws Exception {
        try (Stores stores = Stores.of(job);
                Stop stop = new Stop();
                ObjectStore source = open(stores.source(), job.source().bucket());
                ObjectStore destination =
                        open(stores.destination(), job.destination().bucket());
                Routes files = files(stores);
                Report report = Reports.open(job, files);
                Scope scope = new Scope(job, stores)) {
            Stores.check(source);
            Stores.check(destination);
            scope.select(files);
            scope.readInventory(stop::asked, err);
            Progress progress = new Progress();
            Verifier verifier = new Verifier(
                    scope.listed(source),
                    destination,
                    job,
                    scope.selection(),
                    options,
                    backoff(),
                    progress,
                    report,
                    out);
            stop.watch(verifier::stop, () -> {});
            return run(verifier, progress, stop);
        }
    }

    /** Returns the routes that read files; null without a file in Amazon S3. */
    private Routes files(Stores stores) throws CannotStartException {
        if (!Routes.usesFiles(job)) {
            return null;
        }
        Routes routes = new Routes(job, "verify", stores, systemProperties, Watching.of(systemProperties));
        routes.start();
        return routes;
    }

    private int run(Verifier verifier, Progress progress, Stop stop) throws InterruptedException {
        boolean agree;
        try (ProgressLine line = ProgressLine.ofRun(progress, err, Terminal.isOne())) {
            if (!options.quiet()) {
                line.start();
            }
            agree = verifier.run();
        }
        if (stop.asked()) {
            err.println("stopped before everything was compared");
            err.flush();
            return ExitCode.RUN_FAILED;
        }
        NothingFound.tell(job, progress.now().sourceListed(), verifier.chosen(), err);
        return agree ? ExitCode.DONE : ExitCode.OBJECTS_FAILED;
    }

    private Backoff backoff() {
        return new Backoff(
                job.attempts(), time("caravan.redelivery.delay", 500), time("caravan.redelivery.longest", 30_000));
    }

    private Duration time(String name, long byDefault) {
        return Duration.ofMillis(Long.parseLong(systemProperties.getOrDefault(name, Long.toString(byDefault))));
    }

    private static ObjectStore open(ObjectStoreComponent component, String bucket) throws CannotStartException {
        try {
            return component.openStore(bucket);
        } catch (StoreException e) {
            throw Stores.cannotOpen(e);
        }
    }
}
