package dev.caravan.verify;

import dev.caravan.finder.Differences;
import dev.caravan.finder.Found;
import dev.caravan.finder.VersionPairs;
import dev.caravan.flow.Bandwidth;
import dev.caravan.job.Job;
import dev.caravan.job.Selection;
import dev.caravan.progress.Progress;
import dev.caravan.record.Report;
import dev.caravan.store.Backoff;
import dev.caravan.store.ObjectStore;
import java.io.PrintWriter;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;

/** Verifies two buckets, from the first listing to the summary, without writing to either. */
public final class Verifier {

    private final VerifyOptions options;
    private final Progress progress;
    private final PrintWriter out;
    private final Verification verification;
    private final Supplier<Found> finder;
    private volatile Found differences;
    private volatile boolean stopped;

    /** Takes two stores, which the caller closes, and the selection of objects to compare. */
    public Verifier(
            ObjectStore source,
            ObjectStore destination,
            Job job,
            Selection selection,
            VerifyOptions options,
            Backoff backoff,
            Progress progress,
            Report report,
            PrintWriter out) {
        this.options = options;
        this.progress = progress;
        this.out = out;
        ContentCheck content = new ContentCheck(source, destination, new Bandwidth(job.bandwidth()), backoff, progress);
        FindingList list = new FindingList(job.keys(), options.json(), out);
        this.verification = new Verification(
                options,
                job.keys(),
                progress,
                report,
                list,
                content,
                job.slots().first());
        this.finder = () -> job.fidelity().allVersions()
                ? new VersionPairs(source, destination, job, verification, selection)
                : Differences.find(source, destination, job, verification, selection);
    }

    /**
     * Verifies the buckets; returns whether they agree.
     *
     * @throws RuntimeException if a listing can't be read or trusted
     */
    public boolean run() throws InterruptedException {
        boolean complete = false;
        try (verification;
                Found opened = finder.get()) {
            differences = opened;
            if (stopped) {
                opened.cancel();
            }
            while (opened.hasNext()) {
                // The verification has heard of it.
                opened.next();
                if (!options.quiet() && out.checkError()) {
                    stop();
                }
            }
            if (!stopped) {
                verification.finish();
                complete = true;
            }
        } catch (CancellationException e) {
            if (!stopped) {
                throw e;
            }
        } finally {
            VerifySummary.print(progress.now(), verification.findings(), options, complete && !stopped, out);
        }
        return complete && verification.findings().agree(!options.ignoreExtra());
    }

    /** Returns how many of the source's objects were compared or missing at the destination. */
    public long chosen() {
        Findings findings = verification.findings();
        return findings.same().objects()
                + findings.of(Finding.Kind.MISSING).objects()
                + findings.of(Finding.Kind.DIFFERENT).objects()
                + findings.of(Finding.Kind.UNREAD).objects();
    }

    public void stop() {
        stopped = true;
        Found opened = differences;
        if (opened != null) {
            opened.cancel();
        }
        verification.close();
    }
}
