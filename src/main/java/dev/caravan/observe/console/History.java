package dev.caravan.observe.console;

import dev.caravan.progress.Progress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;

/**
 * The transfer rates of the recent seconds, and the latest numbers of the run. Written by one thread, only with a
 * console.
 */
final class History {

    static final int SECONDS = 600;

    /** The seconds over which rates and the remaining time are averaged. */
    static final int MEAN_SECONDS = 10;

    private final Supplier<Progress> progress;
    private final Deque<Second> seconds = new ArrayDeque<>(SECONDS);
    private final Deque<Progress.Snapshot> recent = new ArrayDeque<>();
    private Progress of;
    private long number;

    /**
     * One second of a run.
     *
     * @param number from 1
     * @param bytes per second sent to the destination
     * @param objects per second with a known outcome
     */
    record Second(long number, long bytes, long objects) {}

    /** @param progress returns null until the run has begun */
    History(Supplier<Progress> progress) {
        this.progress = progress;
    }

    /** Records a second. To be called every second. */
    synchronized void tick() {
        Progress present = progress.get();
        if (present == null) {
            return;
        }
        if (present != of) {
            // Another comparison has begun, and counts from nothing.
            of = present;
            recent.clear();
        }
        Progress.Snapshot now = present.now();
        Progress.Snapshot last = recent.peekLast();
        if (last != null) {
            double time = Math.max(1, now.nanos() - last.nanos()) / 1e9;
            if (seconds.size() == SECONDS) {
                seconds.removeFirst();
            }
            seconds.addLast(new Second(
                    ++number,
                    Math.round((now.movedBytes() - last.movedBytes()) / time),
                    Math.round((done(now) - done(last)) / time)));
        }
        recent.addLast(now);
        if (recent.size() > MEAN_SECONDS + 1) {
            recent.removeFirst();
        }
    }

    private static long done(Progress.Snapshot snapshot) {
        return snapshot.settled() + snapshot.deleted();
    }

    /** Returns the seconds after {@code last}, oldest first. */
    synchronized List<Second> after(long last) {
        return seconds.stream().filter(second -> second.number() > last).toList();
    }

    /** Returns the numbers some seconds ago, for averages; the present ones if none are older. */
    synchronized Progress.Snapshot before(Progress.Snapshot now) {
        return recent.isEmpty() || of != progress.get() ? now : recent.peekFirst();
    }
}
