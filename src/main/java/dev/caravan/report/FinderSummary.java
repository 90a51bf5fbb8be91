package dev.caravan.report;

import dev.caravan.job.Job;
import dev.caravan.progress.Progress;
import dev.caravan.progress.Quantities;
import java.io.PrintWriter;

/** Prints the table at the end of a finder's comparison. */
public final class FinderSummary {

    private FinderSummary() {}

    /**
     * Prints it.
     *
     * @param progress counts sent messages as copied and deleted
     * @param requests to the queue
     */
    public static void print(Progress progress, Job job, long requests, PrintWriter out) {
        Progress.Snapshot run = progress.now();
        Summary.listed(run, job, out);
        Summary.row(out, "sent", Summary.objects(run.copied(), run.copiedBytes()));
        Summary.some(out, "deletes sent", run.deleted());
        Summary.some(out, "only at the destination", run.extra() - run.deleted());
        if (run.failed() > 0) {
            Summary.failed(out, "failed", progress, job);
        }
        Summary.row(out, "requests to the queue", Quantities.count(requests));
        Summary.row(out, "time", Quantities.time(run.nanos() / 1e9));
        out.flush();
    }
}
