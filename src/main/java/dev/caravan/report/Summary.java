package dev.caravan.report;

import dev.caravan.job.Job;
import dev.caravan.job.Printable;
import dev.caravan.progress.Progress;
import dev.caravan.progress.Progress.Snapshot;
import dev.caravan.progress.Quantities;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;

/** Prints the table at the end of a run. */
public final class Summary {

    private Summary() {}

    /** Prints the table; {@code records} is the place of the records. */
    public static void print(Progress progress, Job job, String records, PrintWriter out) {
        Snapshot run = progress.now();
        double seconds = run.nanos() / 1e9;
        listed(run, job, out);
        row(out, "copied", objects(run.copied(), run.copiedBytes()));
        some(out, "deleted", run.deleted());
        some(out, "only at the destination", onlyAtDestination(run, job));
        some(out, "no longer needed", run.cancelled());
        some(out, "skipped", run.skipped());
        some(out, "tried again", run.retried());
        if (run.unverified() > 0) {
            row(
                    out,
                    "not verified",
                    Quantities.objects(run.unverified())
                            + " could not be verified: the source keeps no checksum of them");
        }
        some(out, "without some metadata", run.leftOut());
        some(out, "not sent to routes", run.untold());
        failed(out, "failed", progress, job);
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

    /** Returns the objects that only the destination has. The deletes of all versions are delete markers. */
    static long onlyAtDestination(Snapshot run, Job job) {
        return job.fidelity().allVersions() ? run.extra() : run.extra() - run.deleted();
    }

    /** Prints the table of a finder's comparison, whose progress counts what it sent; {@code requests} to the queue. */
    public static void sent(Progress progress, Job job, long requests, PrintWriter out) {
        Snapshot run = progress.now();
        listed(run, job, out);
        row(out, "sent", objects(run.copied(), run.copiedBytes()));
        some(out, "deletes sent", run.deleted());
        some(out, "only at the destination", onlyAtDestination(run, job));
        if (run.failed() > 0) {
            failed(out, "failed", progress, job);
        }
        row(out, "requests to the queue", Quantities.count(requests));
        row(out, "time", Quantities.time(run.nanos() / 1e9));
        out.flush();
    }

    /**
     * Returns the summary for programs, with numbers and texts only.
     *
     * @param code exit code
     * @param stopped whether a signal ended the run early
     * @param endedBy what ended the run, in a word
     */
    public static Map<String, Object> map(Job job, Snapshot run, int code, boolean stopped, String endedBy) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("Source", job.source().url());
        map.put("Destination", job.destination().url());
        map.put("ExitCode", code);
        map.put("Stopped", stopped);
        map.put("EndedBy", endedBy);
        map.put("Listed", run.sourceListed());
        map.put("AlreadyThere", run.same());
        map.put("Found", run.found());
        map.put("Copied", run.copied());
        map.put("CopiedBytes", run.copiedBytes());
        map.put("Deleted", run.deleted());
        map.put("Needless", run.cancelled());
        map.put("Skipped", run.skipped());
        map.put("Failed", run.failed());
        map.put("Retried", run.retried());
        map.put("Seconds", run.nanos() / 1e9);
        return map;
    }

    static void listed(Snapshot run, Job job, PrintWriter out) {
        looked(run, job, out);
        some(out, "left out by options", run.excluded());
        row(out, "already there", Quantities.count(run.same()));
    }

    /** Prints how many objects were listed, or looked up, on each side. */
    public static void looked(Snapshot run, Job job, PrintWriter out) {
        row(
                out,
                job.choice().keysFrom().isEmpty() ? "listed" : "looked up",
                Quantities.count(run.sourceListed()) + " at the source, " + Quantities.count(run.destinationListed())
                        + " at the destination");
    }

    /** Prints how many objects failed, with the kinds of failure and where each object is listed. */
    static void failed(PrintWriter out, String name, Progress progress, Job job) {
        String count = Quantities.count(progress.now().failed());
        String where = job.report().isEmpty()
                ? "; --report FILE lists each object"
                : "; each object is in " + Printable.of(job.report());
        StringJoiner text = new StringJoiner(", ", count + ": ", where).setEmptyValue(count);
        progress.failures().byKind().forEach((kind, failed) -> text.add(Quantities.count(failed) + ' ' + kind));
        row(out, name, text.toString());
    }

    public static String objects(long count, long bytes) {
        return Quantities.objects(count) + ", " + Quantities.bytes(bytes);
    }

    /** Prints a row unless the count is zero. */
    static void some(PrintWriter out, String name, long count) {
        if (count > 0) {
            row(out, name, Quantities.count(count));
        }
    }

    public static void row(PrintWriter out, String name, String value) {
        out.println(row(name, value));
    }

    static String row(String name, String value) {
        return "  " + name + " ".repeat(Math.max(2, 25 - name.length())) + value;
    }
}
