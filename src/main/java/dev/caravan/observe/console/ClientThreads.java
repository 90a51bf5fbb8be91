package dev.caravan.observe.console;

import dev.caravan.store.DaemonThreads;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads that serve the console's clients. A client that sends or reads too slowly loses its connection after a
 * time, or as soon as all threads are busy.
 */
final class ClientThreads implements Executor, AutoCloseable {

    static final int MOST = 32;
    private static final int LOOK_MILLIS = 200;

    private static final ThreadLocal<Client> CURRENT = new ThreadLocal<>();

    private final Set<Client> clients = ConcurrentHashMap.newKeySet();
    private final ThreadPoolExecutor pool;
    private final ScheduledExecutorService clock;
    private final long patience;

    /** @param patience how long a client may keep a thread waiting after its request's first byte */
    ClientThreads(Duration patience) {
        this.patience = patience.toNanos();
        pool = new ThreadPoolExecutor(
                MOST, MOST, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), new DaemonThreads("caravan-console"));
        pool.allowCoreThreadTimeOut(true);
        clock = Executors.newSingleThreadScheduledExecutor(new DaemonThreads("caravan-console-clock"));
        Future<?> unused =
                clock.scheduleWithFixedDelay(this::dropSlow, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private static final class Client {

        private final Thread thread = Thread.currentThread();
        private boolean waiting = true;
        private boolean over;
        private long since = System.nanoTime();
        private long spent;

        synchronized void works() throws InterruptedIOException {
            if (over) {
                throw new InterruptedIOException("the client was too slow");
            }
            if (waiting) {
                spent += System.nanoTime() - since;
                waiting = false;
            }
        }

        synchronized void waits() {
            if (!waiting) {
                since = System.nanoTime();
                waiting = true;
            }
        }

        /** Returns how long the client has kept its thread waiting, in nanoseconds; negative while the thread works. */
        synchronized long waited() {
            return waiting && !over ? spent + System.nanoTime() - since : -1;
        }

        /** Interrupts the thread's read or write, which closes the connection. */
        synchronized void drop() {
            if (waiting && !over) {
                over = true;
                thread.interrupt();
            }
        }

        synchronized void end() {
            over = true;
        }
    }

    @Override
    public void execute(Runnable exchange) {
        pool.execute(() -> serve(exchange));
        relieve();
    }

    /** Drops the client that waits longest if another request needs a thread. */
    private void relieve() {
        if (!pool.getQueue().isEmpty() && clients.size() >= MOST) {
            clients.stream()
                    .max(Comparator.comparingLong(Client::waited))
                    .filter(client -> client.waited() >= 0)
                    .ifPresent(Client::drop);
        }
    }

    private void serve(Runnable exchange) {
        Client client = new Client();
        clients.add(client);
        CURRENT.set(client);
        relieve();
        try {
            exchange.run();
        } finally {
            client.end();
            CURRENT.remove();
            clients.remove(client);
        }
    }

    private void dropSlow() {
        for (Client client : clients) {
            if (client.waited() > patience) {
                client.drop();
            }
        }
        relieve();
    }

    /** Runs an answer later, without a waiting thread. */
    void later(Duration wait, Runnable answer) {
        Future<?> unused = clock.schedule(() -> execute(answer), wait.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Runs short work every second. */
    void everySecond(Runnable work) {
        Future<?> unused = clock.scheduleWithFixedDelay(work, 0, 1, TimeUnit.SECONDS);
    }

    /** Marks the thread as working for its client, so that it isn't interrupted. */
    static void work() throws IOException {
        Client client = CURRENT.get();
        if (client != null) {
            client.works();
        }
    }

    /** Marks the thread as waiting for its client. */
    static void await() {
        Client client = CURRENT.get();
        if (client != null) {
            client.waits();
        }
    }

    /** Wraps a request body, whose reads wait for the client. */
    static InputStream from(InputStream body) {
        return new FilterInputStream(body) {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                await();
                int n = in.read(buffer, offset, length);
                work();
                return n;
            }
        };
    }

    /** Wraps an answer body, whose writes wait for the client. */
    static OutputStream to(OutputStream body) {
        return new FilterOutputStream(body) {
            @Override
            public void write(byte[] buffer, int offset, int length) throws IOException {
                await();
                out.write(buffer, offset, length);
                work();
            }

            @Override
            public void close() throws IOException {
                // It also reads what is left of the request.
                await();
                out.close();
                work();
            }
        };
    }

    @Override
    public void close() {
        clock.shutdownNow();
        pool.shutdownNow();
    }
}
