package dev.caravan.progress;

import java.time.Duration;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.spi.LoggingEventBuilder;

/** Lets ten lines of one kind a minute into a log, and counts the others. */
public final class FewLines {

    private static final long WINDOW_NANOS = Duration.ofMinutes(1).toNanos();
    private static final int LINES = 10;

    private long windowBegan = System.nanoTime();
    private int lines;
    private long untold;

    /** Logs a line, with fields for programs, as a warning that counts the lines left out before it, or at DEBUG. */
    public void log(Logger log, String line, UnaryOperator<LoggingEventBuilder> fields) {
        String shown = tell(line);
        fields.apply(shown == null ? log.atDebug() : log.atWarn()).log(shown == null ? line : shown);
    }

    /** Returns the line with the number of lines left out before it; null to leave this one out. */
    private synchronized String tell(String line) {
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
