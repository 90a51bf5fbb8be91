package dev.caravan.report;

import dev.caravan.progress.Progress;
import dev.caravan.progress.Quantities;

/** What a worker has done, in a line: it doesn't know how much there is to do. */
final class WorkerLine {

    private WorkerLine() {}

    /**
     * The line.
     *
     * @param before the numbers some while ago, from which the rates are taken
     */
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
        if (now.deleted() > 0) {
            line.append(", ").append(Quantities.count(now.deleted())).append(" deleted");
        }
        if (now.cancelled() > 0) {
            line.append(", ").append(Quantities.count(now.cancelled())).append(" needless");
        }
        if (now.skipped() > 0) {
            line.append(", ").append(Quantities.count(now.skipped())).append(" skipped");
        }
        if (now.unverified() > 0) {
            line.append(", ").append(Quantities.count(now.unverified())).append(" with nothing to be verified against");
        }
        if (now.leftOut() > 0) {
            line.append(", ").append(Quantities.count(now.leftOut())).append(" without some metadata");
        }
        if (now.untold() > 0) {
            line.append(", ").append(Quantities.count(now.untold())).append(" not told to routes");
        }
        if (now.failed() > 0) {
            line.append(", ").append(Quantities.count(now.failed())).append(" failed");
        }
        return line.toString();
    }
}
