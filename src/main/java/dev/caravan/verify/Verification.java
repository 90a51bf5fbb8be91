package dev.caravan.verify;

import dev.caravan.finder.FinderListener;
import dev.caravan.finder.Reason;
import dev.caravan.job.KeyMapping;
import dev.caravan.progress.Progress;
import dev.caravan.record.Report;
import dev.caravan.store.ObjectSummary;
import dev.caravan.store.StoreException;

/** Receives the finder's results, reports differences, and compares the content of equal objects if asked. */
final class Verification implements FinderListener, AutoCloseable {

    private final VerifyOptions options;
    private final KeyMapping keys;
    private final Progress progress;
    private final Report report;
    private final FindingList list;
    private final ContentCheck content;
    private final Workers workers;
    private final Findings findings = new Findings();
    private volatile boolean closed;

    /** @param slots pairs of objects to read at a time */
    Verification(
            VerifyOptions options,
            KeyMapping keys,
            Progress progress,
            Report report,
            FindingList list,
            ContentCheck content,
            int slots) {
        this.options = options;
        this.keys = keys;
        this.progress = progress;
        this.report = report;
        this.list = list;
        this.content = content;
        this.workers = new Workers(slots);
    }

    Findings findings() {
        return findings;
    }

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

    /** Waits for remaining reads. Call after the finder has ended. */
    void finish() throws InterruptedException {
        workers.awaitAll();
    }

    /** Stops reading and reporting. */
    @Override
    public void close() {
        closed = true;
        workers.close();
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
            findings.same().add(source.size());
            report.outcome(source.key(), "SAME", source.size(), destination.etag(), source.etag(), "");
        }
    }

    private void found(Finding finding) {
        if (closed) {
            return;
        }
        findings.add(finding);
        boolean ignored = finding.kind() == Finding.Kind.EXTRA && options.ignoreExtra();
        if (!options.quiet() && !ignored) {
            list.tell(finding);
        }
        ObjectSummary source = finding.source();
        ObjectSummary destination = finding.destination();
        String why = finding.reason() + (finding.detail().isEmpty() ? "" : ": " + finding.detail());
        report.outcome(
                source == null ? keys.sourceKey(destination.key()) : source.key(),
                finding.kind().name(),
                finding.size(),
                destination == null ? "" : destination.etag(),
                source == null ? "" : source.etag(),
                why);
    }
}
