package dev.caravan.record;

import dev.caravan.job.RateTimetable;

/**
 * What an operator has ordered the workers of a queue to do.
 *
 * @param paused whether they receive nothing
 * @param bandwidth the most bytes a second of each worker, at any time where there is a timetable; 0 for no limit
 * @param timetable the most bytes a second of each worker by the time, in the worker's time zone; empty where it doesn't depend on it
 * @param slots the most messages, and the most parts, that each works on at a time; 0 for no limit
 * @param by who has ordered it last; empty where nobody has
 * @param at when, in milliseconds since 1970
 */
public record Orders(boolean paused, long bandwidth, String timetable, int slots, String by, long at) {

    /** Nobody has ordered anything. */
    public static final Orders NONE = new Orders(false, 0, "", 0, "", 0);

    /** Returns the most bytes a second of each worker. */
    public RateTimetable rates() {
        return timetable.isEmpty() ? RateTimetable.of(bandwidth) : RateTimetable.parse(timetable);
    }

    public boolean areLimits() {
        return bandwidth > 0 || !timetable.isEmpty() || slots > 0;
    }
}
