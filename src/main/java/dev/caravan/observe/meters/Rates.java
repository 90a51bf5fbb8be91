package dev.caravan.observe.meters;

import dev.caravan.progress.Progress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The rates of a run since the last request, or over the last 10 seconds for frequent requests, without a thread. */
final class Rates {

    private static final long WINDOW = TimeUnit.SECONDS.toNanos(10);
    private static final long STEP = TimeUnit.SECONDS.toNanos(1);

    private final Supplier<Progress> progress;
    private final Deque<Progress.Snapshot> seen = new ArrayDeque<>();
    private Progress of;

    /** @param objects per second with any outcome */
    record Rate(double objects, double bytes) {}

    Rates(Supplier<Progress> progress) {
        this.progress = progress;
    }

    synchronized Rate now() {
        Progress current = progress.get();
        if (current != of) {
            of = current;
            seen.clear();
        }
        Progress.Snapshot now = current.now();
        while (seen.size() > 1 && now.nanos() - seen.peekFirst().nanos() > WINDOW) {
            seen.removeFirst();
        }
        Progress.Snapshot before = seen.isEmpty() ? Progress.Snapshot.NOTHING : seen.peekFirst();
        double seconds = Math.max(1, now.nanos() - before.nanos()) / 1e9;
        long objects = now.settled() + now.deleted() - before.settled() - before.deleted();
        long bytes = now.movedBytes() - before.movedBytes();
        if (seen.isEmpty() || now.nanos() - seen.peekLast().nanos() >= STEP) {
            seen.addLast(now);
        }
        return new Rate(objects / seconds, bytes / seconds);
    }
}
