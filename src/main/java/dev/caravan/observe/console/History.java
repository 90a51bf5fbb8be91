package dev.caravan.observe.console;

import dev.caravan.progress.Progress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;

/** What moved in each of the last seconds, and the run's numbers of the last of them. One thread writes, while there is a console. */
final class History {

    /** Ten minutes. */
    static final int SECONDS = 600;

    /** Rates, and the time that is left, are means of so many seconds. */
    static final int MEAN_SECONDS = 10;

    private final Supplier<Progress> progress;
    private final Deque<Second> seconds = new ArrayDeque<>(SECONDS);
    private final Deque<Progress.Snapshot> recent = new ArrayDeque<>();
    private Progress of;
    private long number;

    /**
     * One second, more or less.
     *
     * @param number its own, from 1 on
     * @param bytes a second that left for the destination
     * @param objects a second whose fate became known
     */
    record Second(long number, long bytes, long objects) {}

    /** @param progress gives null until there is one */
    History(Supplier<Progress> progress) {
        this.progress = progress;
    }

    /** To be called every second. */
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

    /** The seconds after the one of this number, the oldest first. */
    synchronized List<Second> after(long last) {
        return seconds.stream().filter(second -> second.number() > last).toList();
    }

    /** The numbers of some seconds ago, for means; the present ones where nothing is older. */
    synchronized Progress.Snapshot before(Progress.Snapshot now) {
        return recent.isEmpty() || of != progress.get() ? now : recent.peekFirst();
    }
}
