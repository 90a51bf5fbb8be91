package dev.caravan.report;

import dev.caravan.finder.Reason;
import dev.caravan.job.Job;
import dev.caravan.progress.Progress;
import dev.caravan.progress.Quantities;
import java.io.PrintWriter;

/** Prints the table at the end of a dry run: the planned work and its estimated cost. */
public final class DryRunSummary {

    /** The assumed rate in bytes a second, about that of a 1 Gbit/s line. */
    private static final long ASSUMED_RATE = 100_000_000;

    private DryRunSummary() {}

    public static void print(Progress progress, Estimate estimate, Job job, PrintWriter out) {
        Progress.Snapshot run = progress.now();
        Summary.listed(run, job, out);
        Summary.row(out, "would be copied", Summary.objects(run.found(), run.foundBytes()));
        for (Reason reason : Reason.values()) {
            if (estimate.objects(reason) > 0) {
                Summary.row(
                        out, "  " + reason.words(), Summary.objects(estimate.objects(reason), estimate.bytes(reason)));
            }
        }
        if (estimate.deletes() > 0) {
            Summary.row(out, "would be deleted", Summary.objects(estimate.deletes(), estimate.extraBytes()));
        } else if (run.extra() > 0) {
            Summary.row(out, "only at the destination", Summary.objects(run.extra(), estimate.extraBytes()));
        }
        if (run.failed() > 0) {
            Summary.failed(out, "would fail", progress, job);
        }
        Summary.row(
                out,
                "requests, source",
                Quantities.count(estimate.sourceLists()) + " PUT/COPY/POST/LIST, "
                        + Quantities.count(estimate.sourceReads()) + " GET/HEAD; "
                        + Quantities.bytes(estimate.bytes()) + " out");
        Summary.row(
                out,
                "requests, destination",
                Quantities.count(estimate.destinationWrites()) + " PUT/COPY/POST/LIST, "
                        + Quantities.count(estimate.destinationReads()) + " GET/HEAD, "
                        + Quantities.count(estimate.deletes()) + " DELETE; " + Quantities.bytes(estimate.bytes())
                        + " in");
        Summary.row(
                out,
                "would take",
                time(
                        run.found(),
                        estimate.bytes(),
                        run.foundBytes(),
                        job.bandwidth().lowest()));
        Summary.row(out, "time", Quantities.time(run.nanos() / 1e9));
        out.flush();
    }

    private static String time(long objects, long bytes, long found, long bandwidth) {
        if (objects == 0) {
            return "no time: there is nothing to copy";
        }
        if (bytes == 0 && found > 0) {
            return "as long as the service needs, which copies it";
        }
        return bandwidth > 0
                ? Quantities.time((double) bytes / bandwidth) + " at " + Quantities.bytes(bandwidth)
                        + "/s, as --bandwidth says"
                : Quantities.time((double) bytes / ASSUMED_RATE)
                        + " at 100 MB/s, which is assumed; --bandwidth says another rate";
    }
}
