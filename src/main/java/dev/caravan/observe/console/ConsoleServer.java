package dev.caravan.observe.console;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.caravan.observe.Answer;
import dev.caravan.store.DaemonThreads;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Set;

/** An HTTP server on 127.0.0.1, with {@link Guard} before every handler. */
public final class ConsoleServer implements AutoCloseable {

    private static final int WAITING_CONNECTIONS = 64;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration SIGN_IN_STEP = Duration.ofMillis(500);

    static {
        // Java's server reads these once. What the command line sets wins.
        byDefault("jdk.httpserver.maxConnections", "256");
        byDefault("sun.net.httpserver.idleInterval", "10");
    }

    private final HttpServer http;
    private final ClientThreads threads;
    private final SignIns signIns;
    private final Password password;

    private static void byDefault(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    /**
     * Binds the port; answers requests after {@link #start()}.
     *
     * @param port 0 for a free one
     * @param password required of clients; null for none
     * @throws IOException if the port is in use
     */
    public ConsoleServer(int port, Password password) throws IOException {
        this(port, password, PATIENCE, SIGN_IN_STEP);
    }

    /** Limits how long a client may keep a thread waiting, and adds a step of delay with each failed sign-in. */
    ConsoleServer(int port, Password password, Duration patience, Duration signInStep) throws IOException {
        this.password = password;
        this.signIns = new SignIns(System::nanoTime, signInStep);
        this.http = HttpServer.create(new InetSocketAddress(loopback(), port), WAITING_CONNECTIONS);
        this.threads = new ClientThreads(patience);
        http.setExecutor(threads);
    }

    /** Returns 127.0.0.1 whatever the machine's default loopback address. */
    private static InetAddress loopback() throws IOException {
        return InetAddress.getByAddress("localhost", new byte[] {127, 0, 0, 1});
    }

    public int port() {
        return http.getAddress().getPort();
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + port() + "/");
    }

    /** Returns the accepted values of the Host header. */
    Set<String> hosts() {
        return Set.of("127.0.0.1:" + port(), "localhost:" + port(), "[::1]:" + port());
    }

    /** Serves GET and HEAD of a path and its descendants. */
    public void mount(String path, HttpHandler handler) {
        mount(path, handler, false);
    }

    /** @param posts whether to accept POST from pages of this server */
    void mount(String path, HttpHandler handler, boolean posts) {
        http.createContext(path, exchange -> {
                    ClientThreads.work();
                    if (isBelow(path, exchange.getRequestURI().getRawPath())) {
                        handler.handle(exchange);
                    } else {
                        Answer.text(exchange, 404, "There is nothing here.");
                    }
                })
                .getFilters()
                .add(new Guard(hosts(), password, posts, signIns, threads));
    }

    /** Returns whether a path is the mounted one or below it; the server also matches /healthy to /health. */
    private static boolean isBelow(String path, String asked) {
        String folder = path.endsWith("/") ? path : path + "/";
        return asked.equals(path) || asked.startsWith(folder);
    }

    /** Runs work every second until the server is closed. */
    void everySecond(Runnable work) {
        threads.everySecond(work);
    }

    public void start() {
        // Its thread is a daemon if the thread that starts it is one.
        Thread starter = DaemonThreads.one("caravan-console", http::start);
        starter.start();
        try {
            starter.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        http.stop(0);
        threads.close();
    }
}
