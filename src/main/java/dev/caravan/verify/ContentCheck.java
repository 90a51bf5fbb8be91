package dev.caravan.verify;

import dev.caravan.flow.Bandwidth;
import dev.caravan.progress.Progress;
import dev.caravan.store.Backoff;
import dev.caravan.store.ObjectStore;
import dev.caravan.store.ObjectSummary;
import java.util.Arrays;

/**
 * Reads two objects side by side and holds their bytes against each other. That costs no digest, knows no collision, and ends at the
 * first difference.
 *
 * @param progress where the source's bytes count as moved, for the rate
 */
record ContentCheck(
        ObjectStore source, ObjectStore destination, Bandwidth bandwidth, Backoff backoff, Progress progress) {

    /** What {@link #firstDifference} answers where there is none. */
    static final long NONE = -1;

    private static final int BUFFER = 64 << 10;

    /**
     * Where the two begin to differ, counted from 0.
     *
     * @param there of the same size
     * @throws dev.caravan.store.StoreException where one of them can't be read, or isn't what was listed any more
     */
    long firstDifference(ObjectSummary here, ObjectSummary there) throws InterruptedException {
        int buffer = (int) Math.min(BUFFER, here.size());
        byte[] ofSource = new byte[buffer];
        byte[] ofDestination = new byte[buffer];
        try (ObjectReading one = new ObjectReading(source, here, bandwidth, backoff);
                ObjectReading other = new ObjectReading(destination, there, bandwidth, backoff)) {
            for (long at = 0; at < here.size(); at += buffer) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                int n = (int) Math.min(buffer, here.size() - at);
                one.read(ofSource, n);
                progress.moved(n);
                other.read(ofDestination, n);
                int different = Arrays.mismatch(ofSource, 0, n, ofDestination, 0, n);
                if (different >= 0) {
                    return at + different;
                }
            }
        }
        return NONE;
    }
}
