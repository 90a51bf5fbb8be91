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
 * The threads that serve the console's clients, and know whether they wait for their client or work for it. A client that is
 * slow to send its request or to take the answer loses its connection after some time, or as soon as all threads are taken.
 */
final class ClientThreads implements Executor, AutoCloseable {

    static final int MOST = 32;
    private static final int LOOK_MILLIS = 200;

    private static final ThreadLocal<Client> CURRENT = new ThreadLocal<>();

    private final Set<Client> clients = ConcurrentHashMap.newKeySet();
    private final ThreadPoolExecutor pool;
    private final ScheduledExecutorService clock;
    private final long patience;

    /**
     * @param patience how long a client may keep a thread waiting, from its request's first byte on
     */
    ClientThreads(Duration patience) {
        this.patience = patience.toNanos();
        pool = new ThreadPoolExecutor(
                MOST, MOST, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), new DaemonThreads("caravan-console"));
        pool.allowCoreThreadTimeOut(true);
        clock = Executors.newSingleThreadScheduledExecutor(new DaemonThreads("caravan-console-clock"));
        Future<?> unused =
                clock.scheduleWithFixedDelay(this::dropSlow, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** A client that has a thread. */
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

        /** For how many nanoseconds the client has kept its thread waiting; negative while the thread works. */
        synchronized long waited() {
            return waiting && !over ? spent + System.nanoTime() - since : -1;
        }

        /** Interrupts what the thread reads or writes, which closes the connection. */
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

    /** Where somebody waits for a thread, the client that has kept its own waiting for longest loses it. */
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

    /** Runs an answer after a while. No thread waits for it. */
    void later(Duration wait, Runnable answer) {
        Future<?> unused = clock.schedule(() -> execute(answer), wait.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Does something every second from now on. It must be quick. */
    void everySecond(Runnable work) {
        Future<?> unused = clock.scheduleWithFixedDelay(work, 0, 1, TimeUnit.SECONDS);
    }

    /** From here on this thread works for its client. It must not be disturbed. */
    static void work() throws IOException {
        Client client = CURRENT.get();
        if (client != null) {
            client.works();
        }
    }

    /** From here on this thread waits for its client. */
    static void await() {
        Client client = CURRENT.get();
        if (client != null) {
            client.waits();
        }
    }

    /** The body of a request, whose bytes the thread waits for. */
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

    /** The body of an answer, which the thread waits for the client to take. */
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
