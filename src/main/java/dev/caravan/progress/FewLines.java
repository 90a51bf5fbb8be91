package dev.caravan.progress;

import java.time.Duration;

/** Lets ten lines of one kind a minute into a log, and counts the others. */
public final class FewLines {

    private static final long WINDOW_NANOS = Duration.ofMinutes(1).toNanos();
    private static final int LINES = 10;

    private long windowBegan = System.nanoTime();
    private int lines;
    private long untold;

    /** Returns the line with the number of lines dropped before it; null to drop this one. */
    public synchronized String tell(String line) {
        long now = System.nanoTime();
        if (now - windowBegan >= WINDOW_NANOS) {
            windowBegan = now;
            lines = 0;
        }
        if (lines == LINES) {
            untold++;
            return null;
        }
        lines++;
        String others = untold == 0 ? "" : " (and " + untold + " others before it)";
        untold = 0;
        return line + others;
    }
}
