package dev.caravan.command.run;

import dev.caravan.job.Job;
import dev.caravan.progress.Progress;
import dev.caravan.record.Report;
import dev.caravan.report.ProgressLine;
import dev.caravan.store.Backoff;
import dev.caravan.store.ObjectStore;
import dev.caravan.verify.Verifier;
import dev.caravan.verify.VerifyOptions;
import java.io.PrintWriter;
import java.time.Duration;

/** One run of {@code verify}: opens and compares both sides. System properties may override the waits. */
public record VerifyRun(Job job, VerifyOptions options, Surroundings surroundings) {

    public int run() throws Exception {
        try (Stores stores = new Stores(job);
                Stop stop = new Stop();
                ObjectStore source = Stores.open(stores.source(), job.source().bucket());
                ObjectStore destination =
                        Stores.open(stores.destination(), job.destination().bucket());
                Routes files = files(stores);
                Report report = Reports.open(job, files);
                Scope scope = new Scope(job, stores)) {
            Stores.check(source);
            Stores.check(destination);
            scope.select(files);
            scope.readInventory(stop::asked, surroundings.err());
            Duration delay = surroundings.time("caravan.redelivery.delay", Duration.ofMillis(500));
            Duration longest = surroundings.time("caravan.redelivery.longest", Duration.ofSeconds(30));
            Progress progress = new Progress();
            Verifier verifier = new Verifier(
                    scope.listed(source),
                    destination,
                    job,
                    scope.selection(),
                    listener -> scope.compare(source, destination, job, listener),
                    options,
                    new Backoff(job.attempts(), delay, longest),
                    progress,
                    report,
                    surroundings.out());
            stop.watch(verifier::stop, () -> {});
            return run(verifier, progress, stop);
        }
    }

    /** Returns the routes that read files; null without a file in Amazon S3. */
    private Routes files(Stores stores) throws CannotStartException {
        if (!Routes.usesFiles(job)) {
            return null;
        }
        Watching watching = Watching.of(surroundings.systemProperties());
        Routes routes = new Routes(job, "verify", stores, surroundings, watching);
        routes.start();
        return routes;
    }

    private int run(Verifier verifier, Progress progress, Stop stop) throws InterruptedException {
        PrintWriter err = surroundings.err();
        boolean agree;
        try (ProgressLine line = ProgressLine.ofRun(progress, err, Terminal.isOne())) {
            if (!options.quiet()) {
                line.start();
            }
            agree = verifier.run();
        }
        if (stop.asked()) {
            err.println("stopped before everything was compared");
            return ExitCode.RUN_FAILED;
        }
        NothingFound.tell(job, progress.now().sourceListed(), verifier.chosen(), err);
        return agree ? ExitCode.DONE : ExitCode.OBJECTS_FAILED;
    }
}
