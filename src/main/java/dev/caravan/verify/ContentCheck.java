package dev.caravan.verify;

import dev.caravan.flow.Bandwidth;
import dev.caravan.job.Printable;
import dev.caravan.progress.Progress;
import dev.caravan.store.Backoff;
import dev.caravan.store.ObjectStore;
import dev.caravan.store.ObjectStream;
import dev.caravan.store.ObjectSummary;
import dev.caravan.store.StoreException;
import dev.caravan.store.TransientException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Arrays;

/**
 * Compares two objects byte by byte. This needs no digest and ends at the first difference. Bytes can be damaged on their
 * way, so a difference counts only if two readings in a row find it, or the last of the attempts. Without ETags, one
 * reading is enough, since a second one might be of another version.
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
        try (ObjectStream one = new ObjectStream(source, here, backoff);
                ObjectStream other = new ObjectStream(destination, there, backoff)) {
            int different = -1;
            int readings = 0;
            for (long at = 0; at < here.size(); ) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                int n = (int) Math.min(buffer, here.size() - at);
                read(one, ofSource, n, source, here);
                progress.moved(n);
                read(other, ofDestination, n, destination, there);
                int before = different;
                different = Arrays.mismatch(ofSource, 0, n, ofDestination, 0, n);
                if (different < 0) {
                    at += n;
                    readings = 0;
                } else if (different == before || ++readings >= backoff.attempts() || !mayGoBack(one, other)) {
                    return at + different;
                } else {
                    one.goBack(n);
                    other.goBack(n);
                }
            }
        }
        return NONE;
    }

    private static boolean mayGoBack(ObjectStream one, ObjectStream other) {
        return one.mayGoBack() && other.mayGoBack();
    }

    /** Fills the first {@code n} bytes of the buffer and waits for the bandwidth that they take. */
    private void read(ObjectStream stream, byte[] buffer, int n, ObjectStore store, ObjectSummary object)
            throws InterruptedException {
        try {
            stream.readNBytes(buffer, 0, n);
            bandwidth.take(n);
        } catch (InterruptedIOException e) {
            throw new InterruptedException(e.getMessage());
        } catch (IOException e) {
            if (e.getCause() instanceof StoreException failure) {
                throw failure;
            }
            throw new TransientException(
                    store.name() + ": reading " + Printable.quoted(object.key()) + " failed: "
                            + Printable.of(String.valueOf(e.getMessage())),
                    0,
                    "",
                    e);
        }
    }
}
