package dev.caravan.report;

import dev.caravan.finder.Reason;
import dev.caravan.job.Job;
import dev.caravan.progress.Progress;
import dev.caravan.progress.Progress.Snapshot;
import dev.caravan.progress.Quantities;
import dev.caravan.transfer.RequestPlan.Requests;
import java.io.PrintWriter;

/** Prints the table at the end of a dry run: the planned work and its estimated cost. */
public final class DryRunSummary {

    /** The assumed rate in bytes per second, about that of a 1 Gbit/s line. */
    private static final long ASSUMED_RATE = 100_000_000;

    private DryRunSummary() {}

    public static void print(Progress progress, Estimate estimate, Job job, PrintWriter out) {
        Snapshot run = progress.now();
        Summary.listed(run, job, out);
        Summary.row(out, "would be copied", Summary.objects(run.found(), run.foundBytes()));
        for (Reason reason : Reason.values()) {
            Estimate.Count found = estimate.of(reason);
            if (found.objects() > 0) {
                Summary.row(out, "  " + reason.words(), Summary.objects(found.objects(), found.bytes()));
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
        Requests requests = estimate.requests();
        String bytes = Quantities.bytes(requests.bytes());
        Summary.row(
                out,
                "requests, source",
                Quantities.count(estimate.sourceLists()) + " PUT/COPY/POST/LIST, "
                        + Quantities.count(requests.sourceReads()) + " GET/HEAD; " + bytes + " out");
        Summary.row(
                out,
                "requests, destination",
                Quantities.count(requests.destinationWrites()) + " PUT/COPY/POST/LIST, "
                        + Quantities.count(requests.destinationReads()) + " GET/HEAD, "
                        + Quantities.count(estimate.deletes()) + " DELETE; " + bytes + " in");
        Summary.row(
                out, "would take", time(run, requests.bytes(), job.bandwidth().lowest()));
        Summary.row(out, "time", Quantities.time(run.nanos() / 1e9));
        out.flush();
    }

    private static String time(Snapshot run, long bytes, long bandwidth) {
        if (run.found() == 0) {
            return "no time: there is nothing to copy";
        }
        if (bytes == 0 && run.foundBytes() > 0) {
            return "as long as the service needs to copy it";
        }
        return bandwidth > 0
                ? Quantities.time((double) bytes / bandwidth) + " at " + Quantities.bytes(bandwidth)
                        + "/s, as --bandwidth says"
                : Quantities.time((double) bytes / ASSUMED_RATE)
                        + " at 100 MB/s, which is assumed; --bandwidth sets another rate";
    }
}
