package dev.caravan.job;

/**
 * How much a run moves at a time: as many as it begins with and, where the run finds the number, up to a limit.
 *
 * @param first at the beginning, at least 1
 * @param most the limit; {@code first} where the number is fixed
 */
public record Slots(int first, int most) {

    static final int MOST = 4096;
    static final int MOST_PARTS = 1024;

    /** A number that stays. */
    public static Slots fixed(int slots) {
        return new Slots(slots, slots);
    }
}
