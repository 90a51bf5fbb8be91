package dev.caravan.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/** Serves a protocol on 127.0.0.1, with one thread per connection and with faults if a test sets them. */
final class LocalServer implements AutoCloseable {
    private final ServerSocket server;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads;
    private final Faults faults = new Faults();
    private final Requests requests = new Requests();
    private final HttpService service;

    /** @param port 0 for a free port */
    LocalServer(String name, int port, Protocol protocol) {
        try {
            server = new ServerSocket();
            // Lets a restarted server bind a fixed port again at once.
            server.setReuseAddress(true);
            server.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), 1024);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        AtomicInteger number = new AtomicInteger();
        threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        service = new HttpService(protocol, faults, requests);
        threads.execute(this::accept);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                connections.add(socket);
                threads.execute(() -> {
                    try {
                        new HttpConnection(socket, service).run();
                    } finally {
                        connections.remove(socket);
                    }
                });
            } catch (IOException | RejectedExecutionException e) {
                // The server is closed, which ends the loop, or a client left before it was accepted.
            }
        }
    }

    int port() {
        return server.getLocalPort();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + port());
    }

    Faults faults() {
        return faults;
    }

    Requests requests() {
        return requests;
    }

    /** Closes all connections, also during a response. */
    @Override
    public void close() {
        closeQuietly(server);
        connections.forEach(LocalServer::closeQuietly);
        threads.shutdown();
    }

    private static void closeQuietly(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            // A failed close loses no data.
        }
    }
}
