package dev.caravan.verify;

import dev.caravan.flow.Bandwidth;
import dev.caravan.progress.Progress;
import dev.caravan.store.Backoff;
import dev.caravan.store.ObjectStore;
import dev.caravan.store.ObjectSummary;
import java.util.Arrays;

/**
 * Compares two objects byte by byte. This needs no digest and ends at the first difference.
 *
 * @param progress counts the source's bytes as moved, for the rate
 */
record ContentCheck(
        ObjectStore source, ObjectStore destination, Bandwidth bandwidth, Backoff backoff, Progress progress) {

    /** The result for equal objects. */
    static final long NONE = -1;

    private static final int BUFFER = 64 << 10;

    /**
     * Returns the offset of the first difference, from 0; the sizes must be equal.
     *
     * @throws dev.caravan.store.StoreException if an object can't be read or has changed since it was listed
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
