package dev.caravan.verify;

import dev.caravan.finder.FinderListener;
import dev.caravan.finder.Found;
import dev.caravan.finder.Reason;
import dev.caravan.finder.VersionPairs;
import dev.caravan.flow.Bandwidth;
import dev.caravan.job.Job;
import dev.caravan.job.KeyMapping;
import dev.caravan.job.Selection;
import dev.caravan.progress.Progress;
import dev.caravan.record.Report;
import dev.caravan.store.Backoff;
import dev.caravan.store.ObjectStore;
import dev.caravan.store.ObjectSummary;
import dev.caravan.store.StoreException;
import dev.caravan.verify.Finding.Kind;
import java.io.PrintWriter;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import java.util.function.Supplier;

/** Verifies two buckets, from the first listing to the summary, without writing to either. */
public final class Verifier {

    private final VerifyOptions options;
    private final KeyMapping mapping;
    private final Progress progress;
    private final Report report;
    private final PrintWriter out;
    private final VerifyOutput output;
    private final ContentCheck content;
    private final Workers workers;
    private final Supplier<Found> finder;
    private final Findings findings = new Findings();
    private volatile Found differences;
    private volatile boolean stopped;
    private volatile boolean closed;

    /**
     * Takes two stores, which the caller closes.
     *
     * @param comparison starts to compare current objects and reports each to the listener
     */
    public Verifier(
            ObjectStore source,
            ObjectStore destination,
            Job job,
            Selection selection,
            Function<FinderListener, Found> comparison,
            VerifyOptions options,
            Backoff backoff,
            Progress progress,
            Report report,
            PrintWriter out) {
        this.options = options;
        this.mapping = job.keys();
        this.progress = progress;
        this.report = report;
        this.out = out;
        this.output = new VerifyOutput(options, job, out);
        this.content = new ContentCheck(source, destination, new Bandwidth(job.bandwidth()), backoff, progress);
        this.workers = new Workers(job.slots().first());
        FinderListener listener = new Listener();
        this.finder = () -> job.fidelity().allVersions()
                ? new VersionPairs(source, destination, job, listener, selection)
                : comparison.apply(listener);
    }

    /**
     * Verifies the buckets; returns whether they agree.
     *
     * @throws RuntimeException if a listing can't be read or trusted
     */
    public boolean run() throws InterruptedException {
        boolean complete = false;
        try (Found opened = finder.get()) {
            differences = opened;
            if (stopped) {
                opened.cancel();
            }
            while (opened.hasNext()) {
                // The listener has heard of it.
                opened.next();
                if (!options.quiet() && out.checkError()) {
                    stop();
                }
            }
            if (!stopped) {
                workers.awaitAll();
                complete = true;
            }
        } catch (CancellationException e) {
            if (!stopped) {
                throw e;
            }
        } finally {
            close();
            output.print(progress.now(), findings, complete && !stopped);
        }
        return complete && findings.agree(!options.ignoreExtra());
    }

    /** Returns how many of the source's objects were compared or missing at the destination. */
    public long chosen() {
        return findings.objects(Kind.SAME, Kind.MISSING, Kind.DIFFERENT, Kind.UNREAD);
    }

    public void stop() {
        stopped = true;
        Found opened = differences;
        if (opened != null) {
            opened.cancel();
        }
        close();
    }

    /** Stops reading and reporting. */
    private void close() {
        closed = true;
        workers.close();
    }

    /** Receives the finder's results, reports differences, and compares the content of equal objects if asked. */
    private final class Listener implements FinderListener {

        @Override
        public void listed(long sourceObjects, long destinationObjects) {
            progress.listed(sourceObjects, destinationObjects);
        }

        @Override
        public void listedAll() {
            progress.foundAll();
        }

        @Override
        public void same(ObjectSummary source, ObjectSummary destination) {
            if (!options.checksum()) {
                agreed(source, destination);
            } else if (!closed) {
                progress.found(source.size());
                workers.add(() -> check(source, destination));
            }
        }

        @Override
        public void different(ObjectSummary source, ObjectSummary destination, Reason reason) {
            found(destination == null ? Finding.missing(source) : Finding.listed(source, destination, reason));
        }

        @Override
        public void missing(ObjectSummary source, StoreException why) {
            found(Finding.unread(source, null, why));
        }

        /** Reports an object that no destination can have. */
        @Override
        public void refused(ObjectSummary source) {
            found(Finding.missing(source));
        }

        @Override
        public void extra(ObjectSummary destination) {
            progress.extra();
            found(Finding.extra(destination));
        }
    }

    private void check(ObjectSummary source, ObjectSummary destination) throws InterruptedException {
        try {
            if (source.size() != destination.size()) {
                throw new IllegalArgumentException("objects of different sizes");
            }
            long at = content.firstDifference(source, destination);
            if (at == ContentCheck.NONE) {
                agreed(source, destination);
            } else {
                found(Finding.content(source, destination, at));
            }
        } catch (StoreException e) {
            found(Finding.unread(source, destination, e));
        }
        progress.copied(source.size(), 1);
    }

    private void agreed(ObjectSummary source, ObjectSummary destination) {
        if (!closed) {
            progress.same();
            findings.same(source.size());
            report.outcome(source.key(), Kind.SAME.name(), source.size(), destination.etag(), source.etag(), "");
        }
    }

    private void found(Finding finding) {
        if (closed) {
            return;
        }
        findings.add(finding);
        boolean ignored = finding.kind() == Kind.EXTRA && options.ignoreExtra();
        if (!options.quiet() && !ignored) {
            output.print(finding);
        }
        ObjectSummary source = finding.source();
        ObjectSummary destination = finding.destination();
        String why = finding.reason() + (finding.detail().isEmpty() ? "" : ": " + finding.detail());
        report.outcome(
                source == null ? mapping.sourceKey(destination.key()) : source.key(),
                finding.kind().name(),
                finding.size(),
                destination == null ? "" : destination.etag(),
                source == null ? "" : source.etag(),
                why);
    }
}
