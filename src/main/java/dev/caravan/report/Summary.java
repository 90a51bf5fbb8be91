package dev.caravan.report;

import dev.caravan.progress.Progress;
import dev.caravan.progress.Quantities;
import java.io.PrintWriter;

/** The table at the end of a run. */
public final class Summary {

    private Summary() {}

    /**
     * Prints it.
     *
     * @param records where the records are
     */
    public static void print(Progress.Snapshot run, String records, PrintWriter out) {
        double seconds = run.nanos() / 1e9;
        listed(run, out);
        row(out, "copied", objects(run.copied(), run.copiedBytes()));
        if (run.deleted() > 0) {
            row(out, "deleted", Quantities.count(run.deleted()));
        }
        if (run.extra() > run.deleted()) {
            row(out, "only at the destination", Quantities.count(run.extra() - run.deleted()));
        }
        if (run.cancelled() > 0) {
            row(out, "needless meanwhile", Quantities.count(run.cancelled()));
        }
        if (run.retried() > 0) {
            row(out, "tried again", Quantities.count(run.retried()));
        }
        if (run.unverified() > 0) {
            row(
                    out,
                    "not verified",
                    Quantities.objects(run.unverified())
                            + " had nothing to be verified against: the source keeps no checksum of them");
        }
        if (run.leftOut() > 0) {
            row(out, "without some metadata", Quantities.count(run.leftOut()));
        }
        row(out, "failed", Quantities.count(run.failed()));
        row(out, "time", Quantities.time(seconds));
        if (run.copied() > 0) {
            row(
                    out,
                    "rate",
                    Quantities.count(Math.round(run.copied() / seconds)) + " objects/s, "
                            + Quantities.bytes(Math.round(run.copiedBytes() / seconds)) + "/s");
        }
        row(out, "records", records);
        out.flush();
    }

    public static void listed(Progress.Snapshot run, PrintWriter out) {
        row(
                out,
                "listed",
                Quantities.count(run.sourceListed()) + " at the source, " + Quantities.count(run.destinationListed())
                        + " at the destination");
        row(out, "already there", Quantities.count(run.same()));
    }

    public static String objects(long count, long bytes) {
        return Quantities.objects(count) + ", " + Quantities.bytes(bytes);
    }

    public static void row(PrintWriter out, String name, String value) {
        out.println("  " + name + " ".repeat(Math.max(1, 25 - name.length())) + value);
    }
}
