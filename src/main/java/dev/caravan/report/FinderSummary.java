package dev.caravan.report;

import dev.caravan.progress.Progress;
import dev.caravan.progress.Quantities;
import java.io.PrintWriter;

/** Prints the table at the end of a finder's comparison. */
public final class FinderSummary {

    private FinderSummary() {}

    /**
     * Prints it.
     *
     * @param run counts sent messages as copied and deleted
     * @param requests to the queue
     */
    public static void print(Progress.Snapshot run, long requests, PrintWriter out) {
        Summary.listed(run, out);
        Summary.row(out, "sent", Summary.objects(run.copied(), run.copiedBytes()));
        Summary.some(out, "deletes sent", run.deleted());
        Summary.some(out, "only at the destination", run.extra() - run.deleted());
        Summary.some(out, "failed", run.failed());
        Summary.row(out, "requests to the queue", Quantities.count(requests));
        Summary.row(out, "time", Quantities.time(run.nanos() / 1e9));
        out.flush();
    }
}
