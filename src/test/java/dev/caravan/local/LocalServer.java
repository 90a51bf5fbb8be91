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

/** Serves a protocol on 127.0.0.1, a thread a connection, with faults if asked. */
final class LocalServer implements AutoCloseable {
    private final ServerSocket server;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads;
    private final Faults faults = new Faults();
    private final Requests requests = new Requests();
    private final HttpService service;

    /** @param port 0 for a free one */
    LocalServer(String name, int port, Protocol protocol) {
        try {
            server = new ServerSocket();
            // A fixed port can be taken again at once after a restart.
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
                // Closed, which ends the loop, or a client that left before it was accepted.
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

    /** Closes all connections, in the middle of answers too. */
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
            // Nothing is left to be lost.
        }
    }
}
