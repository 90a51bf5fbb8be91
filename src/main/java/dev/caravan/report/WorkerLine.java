package dev.caravan.report;

import dev.caravan.progress.Progress;
import dev.caravan.progress.Quantities;

/** Formats a worker's progress in one line, without a total. */
final class WorkerLine {

    private WorkerLine() {}

    static String of(Progress.Snapshot before, Progress.Snapshot now) {
        double seconds = Math.max(1, now.nanos() - before.nanos()) / 1e9;
        StringBuilder line = new StringBuilder(120);
        line.append(Quantities.objects(now.copied()))
                .append(" copied, ")
                .append(Quantities.bytes(now.copiedBytes()))
                .append(", ")
                .append(Quantities.count(Math.round((now.settled() - before.settled()) / seconds)))
                .append("/s, ")
                .append(Quantities.bytes(Math.round((now.movedBytes() - before.movedBytes()) / seconds)))
                .append("/s");
        some(line, now.deleted(), " deleted");
        some(line, now.cancelled(), " needless");
        some(line, now.skipped(), " skipped");
        some(line, now.unverified(), " with nothing to be verified against");
        some(line, now.leftOut(), " without some metadata");
        some(line, now.untold(), " not sent to routes");
        some(line, now.failed(), " failed");
        return line.toString();
    }

    /** Adds a number unless it is zero. */
    static void some(StringBuilder line, long count, String what) {
        if (count > 0) {
            line.append(", ").append(Quantities.count(count)).append(what);
        }
    }
}
