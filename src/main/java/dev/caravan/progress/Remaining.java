package dev.caravan.progress;

/** Estimates a run's progress, and its remaining time from recent rates. */
public final class Remaining {

    private Remaining() {}

    /** Returns the finished share, 0 to 1: the mean of objects and bytes. Requires a known total. */
    public static double share(Progress.Snapshot now) {
        if (now.total() == 0) {
            return 1;
        }
        double objects = (double) now.settled() / now.total();
        double bytes = now.totalBytes() == 0 ? objects : (double) now.copiedBytes() / now.totalBytes();
        return Math.min(1, (objects + bytes) / 2);
    }

    /**
     * Returns the longer of the remaining times of bytes and objects at the rates between two moments; 0 without
     * progress.
     */
    public static double secondsLeft(Progress.Snapshot before, Progress.Snapshot now) {
        double seconds = Math.max(1, now.nanos() - before.nanos()) / 1e9;
        double objectRate = (now.settled() - before.settled()) / seconds;
        double byteRate = (now.movedBytes() - before.movedBytes()) / seconds;
        double objects = objectRate > 0 ? (now.total() - now.settled()) / objectRate : 0;
        double bytes = byteRate > 0 ? (now.totalBytes() - now.copiedBytes()) / byteRate : 0;
        return Math.max(objects, bytes);
    }
}
