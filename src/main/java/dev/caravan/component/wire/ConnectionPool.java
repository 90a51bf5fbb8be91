package dev.caravan.component.wire;

import java.io.IOException;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** The connections to one host. A fixed number may be in use at a time; the most recently used idle one goes first. */
final class ConnectionPool implements AutoCloseable {

    private static final long WAIT_SECONDS = 60;

    private final Dialer dialer;
    private final int most;
    private final Semaphore places;
    private final Deque<StoreConnection> idle = new ConcurrentLinkedDeque<>();
    private final Set<StoreConnection> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;
    private final KeepAlive keepAlive = new KeepAlive(System::nanoTime);

    ConnectionPool(Dialer dialer, int most) {
        this.dialer = dialer;
        this.most = most;
        this.places = new Semaphore(most, true);
    }

    /** Returns an idle connection or opens one. The caller returns it by {@link #giveBack} or {@link #cut}. */
    StoreConnection take() throws IOException, InterruptedException {
        if (!places.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS)) {
            throw new IOException("no connection became free in time");
        }
        StoreConnection taken = null;
        try {
            requireOpen();
            taken = idle();
            if (taken == null) {
                taken = opened();
            }
            return taken;
        } finally {
            if (taken == null) {
                places.release();
            }
        }
    }

    private StoreConnection idle() {
        StoreConnection connection = idle.pollFirst();
        while (connection != null && !(connection.isUsable() && keepAlive.allowsReuse())) {
            end(connection);
            connection = idle.pollFirst();
        }
        return connection;
    }

    private StoreConnection opened() throws IOException {
        StoreConnection connection = dialer.open();
        open.add(connection);
        if (closed) {
            forget(connection);
        }
        requireOpen();
        return connection;
    }

    private void requireOpen() throws IOException {
        if (closed) {
            throw new IOException("the store was closed");
        }
    }

    /** Records the answer on a connection. */
    void answered(StoreConnection connection) {
        if (connection.hasRested()) {
            keepAlive.answered();
        }
    }

    /** Records that a connection was closed without an answer. */
    void unanswered(StoreConnection connection) {
        if (connection.hasRested()) {
            keepAlive.closed();
        }
    }

    void giveBack(StoreConnection connection) {
        try {
            connection.rest();
            idle.addFirst(connection);
            places.release();
        } catch (IOException e) {
            cut(connection);
        }
    }

    void cut(StoreConnection connection) {
        forget(connection);
        places.release();
    }

    private void end(StoreConnection connection) {
        open.remove(connection);
        connection.end();
    }

    private void forget(StoreConnection connection) {
        open.remove(connection);
        connection.cut();
    }

    int inUse() {
        return most - places.availablePermits();
    }

    /** Closes all connections; cuts those in use. */
    @Override
    public void close() {
        closed = true;
        for (StoreConnection rests = idle.pollFirst(); rests != null; rests = idle.pollFirst()) {
            end(rests);
        }
        open.forEach(this::forget);
    }
}
