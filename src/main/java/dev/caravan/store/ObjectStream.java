package dev.caravan.store;

import dev.caravan.job.Printable;
import java.io.IOException;
import java.io.InterruptedIOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * A slow reader's stream of one version of an object: after a lost connection it continues with a range of the same
 * version. Used by one thread.
 */
public final class ObjectStream extends BlockStream {

    private static final Logger LOG = LoggerFactory.getLogger(ObjectStream.class);

    private final ObjectStore store;
    private final String key;
    private final Backoff backoff;
    private final Level retries;
    private ObjectContent content;
    private String etag = "";
    private long size = -1;
    private long position;
    private final Outage outage = new Outage();
    private int failures;
    private int counted;

    /**
     * Opens the object.
     *
     * @param backoff attempts while no byte arrives; an {@link Outage} after the start doesn't count
     * @throws StoreException if the object can't be read
     */
    public ObjectStream(ObjectStore store, String key, Backoff backoff) throws InterruptedException {
        this.store = store;
        this.key = key;
        this.backoff = backoff;
        this.retries = Level.WARN;
        this.content = backoff.repeat(
                () -> store.get(new GetRequest(key, null, null)),
                e -> LOG.warn("{}: retrying: {}", store.name(), e.getMessage()));
        this.etag = content.info().etag();
        this.size = content.info().size();
    }

    /**
     * Reads the version of an object that was listed; its first byte opens it. Logs retries at DEBUG, since many objects
     * may be read.
     */
    public ObjectStream(ObjectStore store, ObjectSummary object, Backoff backoff) {
        this.store = store;
        this.key = object.key();
        this.backoff = backoff;
        this.retries = Level.DEBUG;
        this.etag = object.etag();
        this.size = object.size();
    }

    public long size() {
        return size;
    }

    /** Returns whether a part of the object can be read twice: its ETag proves that both are of one version. */
    public boolean mayGoBack() {
        return !etag.isEmpty();
    }

    /** Continues this many bytes before the current position, with another request. */
    public void goBack(int bytes) {
        close();
        position -= bytes;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (position < size) {
            try {
                if (content == null) {
                    content = opened();
                }
                int count = content.stream().read(bytes, offset, length);
                if (count > 0) {
                    position += count;
                    failures = 0;
                    counted = 0;
                    return count;
                }
                throw new IOException("the answer ends after " + position + " of " + size + " bytes");
            } catch (IOException | ThrottledException | TransientException e) {
                again(e);
            } catch (StoreException e) {
                throw new IOException(e.getMessage(), e);
            }
        }
        return -1;
    }

    private ObjectContent opened() {
        long left = size - position;
        ByteRange rest = position == 0 ? null : new ByteRange(position, left);
        ObjectContent opened = store.get(new GetRequest(key, rest, etag, size));
        if (opened.length() != left) {
            opened.close();
            throw new ChangedException(
                    store.name() + ": " + Printable.quoted(key) + " has not the " + size + " bytes that were listed");
        }
        return opened;
    }

    private void again(Exception cause) throws IOException {
        close();
        failures++;
        counted += outage.excuses(cause) ? 0 : 1;
        // Without an ETag the object might have changed meanwhile.
        if (counted >= backoff.attempts() || (position > 0 && !mayGoBack())) {
            throw new IOException(cause.getMessage(), cause);
        }
        LOG.atLevel(retries).log("{}: reading on at byte {}: {}", store.name(), position, cause.getMessage());
        try {
            backoff.pause(failures);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    @Override
    public void close() {
        if (content != null) {
            content.close();
            content = null;
        }
    }
}
