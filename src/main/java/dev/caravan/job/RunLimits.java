package dev.caravan.job;

import java.time.Duration;

/**
 * The limits after which a run begins no further object.
 *
 * @param objects copied or deleted; 0 for no limit
 * @param bytes of copied objects; 0 for no limit
 * @param duration of the run; zero for no limit
 */
public record RunLimits(long objects, long bytes, Duration duration) {

    public static final RunLimits NONE = new RunLimits(0, 0, Duration.ZERO);

    static RunLimits read(OptionReader options) {
        return new RunLimits(options.count(JobOption.MAX_OBJECTS), options.size(JobOption.MAX_BYTES), (Duration)
                options.read(JobOption.MAX_DURATION));
    }
}
