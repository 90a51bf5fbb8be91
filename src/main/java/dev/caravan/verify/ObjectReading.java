package dev.caravan.verify;

import dev.caravan.flow.Bandwidth;
import dev.caravan.job.Printable;
import dev.caravan.store.Backoff;
import dev.caravan.store.ByteRange;
import dev.caravan.store.ChangedException;
import dev.caravan.store.GetRequest;
import dev.caravan.store.ObjectContent;
import dev.caravan.store.ObjectStore;
import dev.caravan.store.ObjectSummary;
import dev.caravan.store.StoreException;
import dev.caravan.store.ThrottledException;
import dev.caravan.store.TransientException;
import java.io.IOException;
import java.io.InterruptedIOException;

/**
 * Reads one object from beginning to end. All requests are pinned to the listed version; a broken read continues where
 * it stopped. Used by one thread.
 */
final class ObjectReading implements AutoCloseable {

    private final ObjectStore store;
    private final ObjectSummary object;
    private final Bandwidth bandwidth;
    private final Backoff backoff;
    private ObjectContent content;
    private long at;

    ObjectReading(ObjectStore store, ObjectSummary object, Bandwidth bandwidth, Backoff backoff) {
        this.store = store;
        this.object = object;
        this.bandwidth = bandwidth;
        this.backoff = backoff;
    }

    /** Reads the next {@code wanted} bytes to the start of the buffer; throws StoreException if they can't be read. */
    void read(byte[] buffer, int wanted) throws InterruptedException {
        int filled = 0;
        int failures = 0;
        while (filled < wanted) {
            StoreException failure;
            try {
                int n = readSome(buffer, filled, wanted - filled);
                filled += n;
                at += n;
                failures = 0;
                pay(n);
                continue;
            } catch (IOException e) {
                failure = new TransientException(
                        store.name() + ": reading " + Printable.quoted(object.key()) + " failed: "
                                + Printable.of(String.valueOf(e.getMessage())),
                        0,
                        "",
                        e);
            } catch (TransientException | ThrottledException e) {
                failure = e;
            }
            close();
            failures++;
            // Without an ETag the object might have changed meanwhile.
            if (failures >= backoff.attempts() || (at > 0 && object.etag().isEmpty())) {
                throw failure;
            }
            backoff.pause(failures);
        }
    }

    /** Waits for bandwidth outside the reading, since a timeout of the store throws a similar exception. */
    private void pay(int bytes) throws InterruptedException {
        try {
            bandwidth.take(bytes);
        } catch (InterruptedIOException e) {
            throw new InterruptedException(e.getMessage());
        }
    }

    private int readSome(byte[] buffer, int from, int wanted) throws IOException {
        if (content == null) {
            open();
        }
        int n = content.stream().read(buffer, from, wanted);
        if (n < 0) {
            throw new IOException("it ended after " + at + " of " + object.size() + " bytes");
        }
        return n;
    }

    private void open() {
        long left = object.size() - at;
        ByteRange range = at == 0 ? null : new ByteRange(at, left);
        ObjectContent opened = store.get(new GetRequest(object.key(), range, object.etag(), object.size()));
        if (opened.length() != left) {
            opened.close();
            throw new ChangedException(store.name() + ": " + Printable.quoted(object.key()) + " has not the "
                    + object.size() + " bytes that were listed");
        }
        content = opened;
    }

    @Override
    public void close() {
        if (content != null) {
            content.close();
            content = null;
        }
    }
}
