package dev.caravan.job;

/**
 * The number of concurrent transfers: the first number and, if automatic, its limit.
 *
 * @param first at least 1
 * @param most equal to {@code first} for a fixed number
 */
public record Slots(int first, int most) {

    static final int MOST = 4096;
    static final int MOST_PARTS = 1024;

    public static Slots fixed(int slots) {
        return new Slots(slots, slots);
    }
}
