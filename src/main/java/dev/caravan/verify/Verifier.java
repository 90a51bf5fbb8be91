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

/** One verification of two buckets, from the first listing to the summary. It writes to neither. */
public final class Verifier {

    private final VerifyOptions options;
    private final Progress progress;
    private final PrintWriter out;
    private final Verification verification;
    private final Supplier<Found> finder;
    private volatile Found differences;
    private volatile boolean stopped;

    /**
     * Nothing is listed yet. The stores stay the caller's to close.
     *
     * @param job which deletes nothing
     * @param selection which objects are compared
     */
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
                ? new VersionPairs(source, destination, job, verification, selection, Backoff.LISTING)
                : Differences.find(source, destination, job, verification, selection);
    }

    /**
     * Does it.
     *
     * @return whether the two sides agree, as far as the options ask for
     * @throws RuntimeException where a listing can't be read to its end or not be trusted
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

    /** How many of the source's objects were compared with the destination's, or were missing there. */
    public long chosen() {
        Findings findings = verification.findings();
        return findings.same().objects()
                + findings.of(Finding.Kind.MISSING).objects()
                + findings.of(Finding.Kind.DIFFERENT).objects()
                + findings.of(Finding.Kind.UNREAD).objects();
    }

    /** Ends it early. */
    public void stop() {
        stopped = true;
        Found opened = differences;
        if (opened != null) {
            opened.cancel();
        }
        verification.close();
    }
}
