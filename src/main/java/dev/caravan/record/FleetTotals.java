package dev.caravan.record;

/**
 * The totals of a fleet's workers since its first one, as far as they have reported.
 *
 * @param objects objects copied
 * @param bytes their size
 * @param deleted objects deleted
 * @param failed objects that failed for good, each time that they did
 */
public record FleetTotals(long objects, long bytes, long deleted, long failed) {

    public static final FleetTotals NONE = new FleetTotals(0, 0, 0, 0);

    /** Returns what was done since an earlier time. */
    public FleetTotals since(FleetTotals earlier) {
        return new FleetTotals(
                objects - earlier.objects, bytes - earlier.bytes, deleted - earlier.deleted, failed - earlier.failed);
    }
}
