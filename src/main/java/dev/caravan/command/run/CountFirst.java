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
    private final Differences differences;
    private final PrintWriter err;
    private volatile boolean stopped;

    CountFirst(ObjectStore source, ObjectStore destination, Job job, Scope scope, PrintWriter err) {
        this.err = err;
        // The run itself decides about deletions, by its own listings.
        differences = scope.compare(source, destination, job.withoutDeletes(), this);
    }

    /** Waits for the comparison and tells the run the amount of work. */
    void into(Progress progress) {
        try (differences;
                ProgressLine line = ProgressLine.ofRun(counted, err, Terminal.isOne())) {
            line.start();
            while (differences.hasNext()) {
                differences.next();
            }
        }
        if (!stopped) {
            Progress.Snapshot all = counted.now();
            progress.expect(all.found(), all.foundBytes());
            err.println(
                    "counted: " + Quantities.objects(all.found()) + " to copy, " + Quantities.bytes(all.foundBytes()));
            err.flush();
        }
    }

    void stop() {
        stopped = true;
        differences.cancel();
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
