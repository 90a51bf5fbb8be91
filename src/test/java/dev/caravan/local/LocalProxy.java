package dev.caravan.local;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An HTTP proxy on 127.0.0.1. Only the proxy can resolve its hosts. It makes tunnels (CONNECT), forwards requests (with
 * a URL in their first line), and counts the bytes that pass.
 */
public final class LocalProxy implements AutoCloseable {

    private final ServerSocket server;
    private final Map<String, Integer> ports = new ConcurrentHashMap<>();
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicLong bytes = new AtomicLong();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "local-proxy");
        thread.setDaemon(true);
        return thread;
    });
    private volatile String login = "";
    private volatile String refusal = "";
    private volatile int unrefused;

    private LocalProxy(ServerSocket server) {
        this.server = server;
        threads.execute(this::serve);
    }

    public static LocalProxy start() {
        try {
            return new LocalProxy(new ServerSocket(0, 256, Relay.localhost()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Routes a host, and all its subdomains, to a port of this machine. */
    public LocalProxy host(String name, int port) {
        ports.put(name, port);
        return this;
    }

    /** Requires this user and password. */
    public LocalProxy login(String userAndPassword) {
        login = "Basic " + Base64.getEncoder().encodeToString(userAndPassword.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /**
     * Refuses all later requests.
     *
     * @param statusLine such as {@code 403 Forbidden}
     */
    public LocalProxy refuse(String statusLine) {
        return refuseAfter(0, statusLine);
    }

    /** Refuses all requests like {@link #refuse} after this number of them in all. */
    public LocalProxy refuseAfter(int requests, String statusLine) {
        unrefused = requests;
        refusal = statusLine;
        return this;
    }

    /** Refuses nothing any more. */
    public LocalProxy accept() {
        return refuse("");
    }

    public int port() {
        return server.getLocalPort();
    }

    public String url() {
        return "http://127.0.0.1:" + port();
    }

    /** Returns the first lines of all requests in the order of arrival. */
    public List<String> lines() {
        return List.copyOf(lines);
    }

    /** Returns the number of bytes that have passed in both directions. */
    public long bytes() {
        return bytes.get();
    }

    private void serve() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                sockets.add(client);
                threads.execute(() -> serve(client));
            } catch (IOException e) {
                // The server is closed, which ends the loop.
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            client.setTcpNoDelay(true);
            SocketInput in = new SocketInput(client.getInputStream());
            String read = in.readHead();
            if (read == null) {
                return;
            }
            String head = read + "\r\n\r\n";
            String[] line = head.split("\r\n", 2)[0].split(" ", 3);
            lines.add(String.join(" ", line));
            String answer = refusal(head);
            if (!answer.isEmpty()) {
                client.getOutputStream()
                        .write(("HTTP/1.1 " + answer
                                        + "\r\nProxy-Authenticate: Basic realm=\"local\"\r\nContent-Type: text/html\r\n"
                                        + "Content-Length: 4\r\nConnection: close\r\n\r\nno!\n")
                                .getBytes(StandardCharsets.ISO_8859_1));
                return;
            }
            boolean tunnel = line[0].equals("CONNECT");
            String authority = tunnel ? line[1] : line[1].split("/", 4)[2];
            int port = port(authority.replaceFirst(":\\d+$", ""));
            if (port == 0) {
                client.getOutputStream()
                        .write("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                                .getBytes(StandardCharsets.ISO_8859_1));
                return;
            }
            try (Socket store = new Socket(Relay.localhost(), port)) {
                store.setTcpNoDelay(true);
                sockets.add(store);
                if (tunnel) {
                    client.getOutputStream()
                            .write("HTTP/1.1 200 Connection established\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
                } else {
                    byte[] start = handedOn(head, line).getBytes(StandardCharsets.ISO_8859_1);
                    bytes.addAndGet(start.length);
                    store.getOutputStream().write(start);
                }
                threads.execute(() -> pass(in, store));
                pass(store.getInputStream(), client);
                sockets.remove(store);
            }
        } catch (IOException e) {
            // One side has closed, so the other one is closed too.
        } finally {
            sockets.remove(client);
        }
    }

    private String refusal(String head) {
        if (!refusal.isEmpty() && lines.size() > unrefused) {
            return refusal;
        }
        boolean known = login.isEmpty() || head.contains("\r\nProxy-Authorization: " + login + "\r\n");
        return known ? "" : "407 Proxy Authentication Required";
    }

    private int port(String host) {
        return ports.entrySet().stream()
                .filter(known -> host.equals(known.getKey()) || host.endsWith("." + known.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(0);
    }

    /** Returns the request in the form that the server expects. The connection serves only this request. */
    private static String handedOn(String head, String[] line) {
        String path = "/" + line[1].split("/", 4)[3];
        String headers = head.substring(head.indexOf("\r\n"))
                .replaceFirst("(?i)\r\nProxy-Authorization: [^\r]*", "")
                .replaceFirst("(?i)\r\nConnection: [^\r]*", "");
        return line[0] + ' ' + path + ' ' + line[2] + "\r\nConnection: close" + headers;
    }

    private void pass(InputStream from, Socket to) {
        try {
            OutputStream out = new BufferedOutputStream(to.getOutputStream(), 64 * 1024);
            byte[] buffer = new byte[64 * 1024];
            for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
                bytes.addAndGet(n);
                out.write(buffer, 0, n);
                out.flush();
            }
            to.shutdownOutput();
        } catch (IOException e) {
            close(to);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // A failed close loses no data.
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            // A failed close loses no data.
        }
        sockets.forEach(LocalProxy::close);
        threads.shutdown();
    }
}
