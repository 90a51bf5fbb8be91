package dev.caravan.progress;

/** How far a run is, and how long the rest takes at the rates of late. */
public final class Remaining {

    private Remaining() {}

    /** How much of all is done, 0 to 1: the mean of the share of objects and the share of bytes. To be asked where the total is known. */
    public static double share(Progress.Snapshot now) {
        if (now.total() == 0) {
            return 1;
        }
        double objects = (double) now.settled() / now.total();
        double bytes = now.totalBytes() == 0 ? objects : (double) now.copiedBytes() / now.totalBytes();
        return Math.min(1, (objects + bytes) / 2);
    }

    /** What takes longer at the rates between the two moments: the bytes that are left, or the objects. 0 where nothing moved. */
    public static double secondsLeft(Progress.Snapshot before, Progress.Snapshot now) {
        double seconds = Math.max(1, now.nanos() - before.nanos()) / 1e9;
        double objectRate = (now.settled() - before.settled()) / seconds;
        double byteRate = (now.movedBytes() - before.movedBytes()) / seconds;
        double objects = objectRate > 0 ? (now.total() - now.settled()) / objectRate : 0;
        double bytes = byteRate > 0 ? (now.totalBytes() - now.copiedBytes()) / byteRate : 0;
        return Math.max(objects, bytes);
    }
}
