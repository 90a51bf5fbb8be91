package dev.caravan.record;

/**
 * What an operator has ordered the workers of a queue to do.
 *
 * @param paused whether they receive nothing
 * @param bandwidth the most bytes a second of each worker; 0 for no limit
 * @param slots the most messages, and the most parts, that each works on at a time; 0 for no limit
 * @param by who has ordered it last; empty where nobody has
 * @param at when, in milliseconds since 1970
 */
public record Orders(boolean paused, long bandwidth, int slots, String by, long at) {

    /** Nobody has ordered anything. */
    public static final Orders NONE = new Orders(false, 0, 0, "", 0);

    public boolean areLimits() {
        return bandwidth > 0 || slots > 0;
    }
}
