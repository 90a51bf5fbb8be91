package dev.caravan.record;

import dev.caravan.job.RateTimetable;

/**
 * An operator's orders for the workers of a queue.
 *
 * @param paused whether they receive nothing
 * @param bandwidth limit of each worker in bytes per second, at all times of any timetable; 0 for none
 * @param timetable limit of each worker by the worker's local time; empty for none
 * @param slots the most messages, and the most parts, that each works on at a time; 0 for no limit
 * @param by who ordered last; empty for nobody
 * @param at when, in epoch milliseconds
 * @param reason why; empty for none
 */
public record Orders(boolean paused, long bandwidth, String timetable, int slots, String by, long at, String reason) {

    public static final Orders NONE = new Orders(false, 0, "", 0, "", 0, "");

    /** Returns the limit of each worker in bytes per second. */
    public RateTimetable rates() {
        return timetable.isEmpty() ? RateTimetable.of(bandwidth) : RateTimetable.parse(timetable);
    }

    public boolean areLimits() {
        return bandwidth > 0 || !timetable.isEmpty() || slots > 0;
    }
}
