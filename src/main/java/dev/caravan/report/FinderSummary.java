package dev.caravan.report;

import dev.caravan.progress.Progress;
import dev.caravan.progress.Quantities;
import java.io.PrintWriter;

/** The table at the end of a finder's comparison. */
public final class FinderSummary {

    private FinderSummary() {}

    /**
     * Prints it.
     *
     * @param run in which copied and deleted is what was sent, for workers to do
     * @param requests to the queue
     */
    public static void print(Progress.Snapshot run, long requests, PrintWriter out) {
        Summary.listed(run, out);
        Summary.row(out, "sent", Summary.objects(run.copied(), run.copiedBytes()));
        if (run.deleted() > 0) {
            Summary.row(out, "deletes sent", Quantities.count(run.deleted()));
        }
        if (run.extra() > run.deleted()) {
            Summary.row(out, "only at the destination", Quantities.count(run.extra() - run.deleted()));
        }
        if (run.failed() > 0) {
            Summary.row(out, "failed", Quantities.count(run.failed()));
        }
        Summary.row(out, "requests to the queue", Quantities.count(requests));
        Summary.row(out, "time", Quantities.time(run.nanos() / 1e9));
        out.flush();
    }
}
