package dev.caravan.command.run;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Detects whether the processors are the limit, or nearly: this process takes most of their time or, on Linux, a good
 * part while other processes take the rest. Java's OperatingSystemMXBean takes 150 ms to load.
 */
final class Processors {

    private static final String STATISTICS = "/proc/stat";
    private static final double FULL_SHARE = 0.85;
    private static final double FULL_IDLE = 0.07;
    private static final double HIGH_SHARE = 0.75;
    private static final double HIGH_IDLE = 0.2;

    /** The share of this process from which the work of others counts. */
    private static final double LEAST_SHARE = 0.25;

    /** The use of the processors. */
    enum Load {
        /** They have time for much more work. */
        LOW,
        /** They have time for a little more work. */
        HIGH,
        /** They are the limit. */
        FULL;

        /**
         * Returns the load.
         *
         * @param share the share of the processors' time that this process used, from 0 to about 1
         * @param idle the share of the machine's time in which its processors were idle; 1 if unknown
         */
        static Load of(double share, double idle) {
            double free = share > LEAST_SHARE ? idle : 1;
            if (share > FULL_SHARE || free < FULL_IDLE) {
                return FULL;
            }
            return share > HIGH_SHARE || free < HIGH_IDLE ? HIGH : LOW;
        }
    }

    private final ProcessHandle process = ProcessHandle.current();
    private final int count = Runtime.getRuntime().availableProcessors();
    private long at = System.nanoTime();
    private long worked = worked();
    private long all;
    private long idle;

    /** Returns the load since the last call. */
    Load load() {
        long now = System.nanoTime();
        long workedNow = worked();
        double share = (double) (workedNow - worked) / Math.max(1, count * (now - at));
        at = now;
        worked = workedNow;
        return Load.of(share, idleShare());
    }

    /** Returns the processor time of this process in nanoseconds; 0 if unknown. */
    private long worked() {
        return process.info().totalCpuDuration().map(Duration::toNanos).orElse(0L);
    }

    /** Returns the share of time in which the machine's processors were idle; 1 if unknown. */
    private double idleShare() {
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
            return 1;
        }
        return all == allBefore ? 1 : (double) (idle - idleBefore) / (all - allBefore);
    }
}
