package dev.caravan.command.run;

import dev.caravan.progress.Progress;
import dev.caravan.record.Comparison;
import dev.caravan.record.Comparison.Outcome;

/** A comparison that runs, as the item of the finder's lease describes it. */
final class CurrentComparison {

    private final long began = System.currentTimeMillis();
    private final Progress progress;
    private final long onQueue;
    private Outcome outcome = Outcome.RUNNING;
    private String error = "";
    private long ended;

    /**
     * Begins now.
     *
     * @param progress where what it sends counts as copied or deleted
     * @param onQueue messages on the queue, approximately
     */
    CurrentComparison(Progress progress, long onQueue) {
        this.progress = progress;
        this.onQueue = onQueue;
    }

    /** Notes how it ended, and why if it failed. */
    synchronized void end(Outcome how, String why) {
        outcome = how;
        error = why;
        ended = System.currentTimeMillis();
    }

    /** Returns its figures of this moment. */
    synchronized Comparison now() {
        Progress.Snapshot run = progress.now();
        return new Comparison(
                began,
                System.currentTimeMillis(),
                ended,
                outcome,
                error,
                onQueue,
                run.sourceListed(),
                run.destinationListed(),
                run.same(),
                run.copied(),
                run.copiedBytes(),
                run.deleted(),
                run.failed());
    }
}
