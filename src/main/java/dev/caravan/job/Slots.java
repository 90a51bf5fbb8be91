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

    /** The most slots before it is known whether the processors have time for more. */
    private static final int FEW = 4;

    public static Slots fixed(int slots) {
        return new Slots(slots, slots);
    }

    /** Returns how many slots a short run begins with: each costs a thread and the handshakes of its connections. */
    public int few() {
        return most > first ? Math.min(FEW, first) : first;
    }
}
