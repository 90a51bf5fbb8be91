package dev.caravan.command.run;

import dev.caravan.finder.Differences;
import dev.caravan.finder.FinderListener;
import dev.caravan.finder.Reason;
import dev.caravan.job.Job;
import dev.caravan.progress.Progress;
import dev.caravan.progress.Quantities;
import dev.caravan.report.ProgressLine;
import dev.caravan.store.ObjectStore;
import dev.caravan.store.ObjectSummary;
import java.io.PrintWriter;

/** A comparison before the run that only counts the objects to copy, without the queue's back-pressure. */
final class CountFirst implements FinderListener {

    private final Progress counted = new Progress();
    private final PrintWriter err;
    private volatile Differences differences;
    private volatile boolean stopped;

    CountFirst(PrintWriter err) {
        this.err = err;
    }

    /** Compares and reports the amount of work to the run. */
    void compare(ObjectStore source, ObjectStore destination, Job job, Scope scope, Progress progress) {
        // The run itself decides about deletions, by its own listings.
        try (Differences opened = scope.compare(source, destination, job.withoutDeletes(), this);
                ProgressLine line = ProgressLine.ofRun(counted, err, Terminal.isOne())) {
            differences = opened;
            if (stopped) {
                opened.cancel();
            }
            line.start();
            while (opened.hasNext()) {
                opened.next();
            }
        }
        if (!stopped) {
            Progress.Snapshot all = counted.now();
            progress.expect(all.found(), all.foundBytes());
            err.println(
                    "counted: " + Quantities.objects(all.found()) + " to copy, " + Quantities.bytes(all.foundBytes()));
        }
    }

    void stop() {
        stopped = true;
        Differences opened = differences;
        if (opened != null) {
            opened.cancel();
        }
    }

    @Override
    public void listed(long sourceObjects, long destinationObjects) {
        counted.listed(sourceObjects, destinationObjects);
    }

    @Override
    public void kept(ObjectSummary source, ObjectSummary destination, Reason reason) {
        // The run refuses it.
    }

    @Override
    public void different(ObjectSummary source, ObjectSummary destination, Reason reason) {
        counted.found(source.size());
    }
}
