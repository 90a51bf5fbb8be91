package dev.caravan.command.run;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Detects whether the processors are the limit: this process takes nearly all of their time or, on Linux, a good part
 * while other processes take the rest. Java's OperatingSystemMXBean takes 150 ms to load.
 */
final class Processors {

    private static final String STATISTICS = "/proc/stat";
    private static final double BUSY = 0.85;
    private static final double PART_BUSY = 0.25;
    private static final double LEAST_IDLE = 0.07;

    private final ProcessHandle process = ProcessHandle.current();
    private final int count = Runtime.getRuntime().availableProcessors();
    private long at = System.nanoTime();
    private long worked = worked();
    private long all;
    private long idle;

    /** Returns whether they were busy since the last call. */
    boolean areBusy() {
        long now = System.nanoTime();
        long workedNow = worked();
        double share = (double) (workedNow - worked) / Math.max(1, count * (now - at));
        boolean machine = isMachineBusy();
        at = now;
        worked = workedNow;
        return share > BUSY || (machine && share > PART_BUSY);
    }

    /** Returns the processor time of this process in nanoseconds; 0 if unknown. */
    private long worked() {
        return process.info().totalCpuDuration().map(Duration::toNanos).orElse(0L);
    }

    private boolean isMachineBusy() {
        long allBefore = all;
        long idleBefore = idle;
        try (InputStream file = new FileInputStream(STATISTICS)) {
            // The first line: cpu user nice system idle iowait irq softirq steal, in ticks.
            String[] ticks = new String(file.readNBytes(256), StandardCharsets.US_ASCII).split(" +", 10);
            all = 0;
            for (int i = 1; i <= 8; i++) {
                all += Long.parseLong(ticks[i]);
            }
            idle = Long.parseLong(ticks[4]) + Long.parseLong(ticks[5]);
        } catch (IOException | RuntimeException e) {
            return false;
        }
        return idle - idleBefore < LEAST_IDLE * (all - allBefore);
    }
}
