package dev.caravan.local;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ServerSocketFactory;

/**
 * A proxy of a server on this machine. It forwards all bytes unchanged. Tests use it for TLS, other addresses and
 * faults.
 */
public final class Relay implements AutoCloseable {

    private static final long NO_CUT = -1;
    // A small send buffer: if a client stops reading, the relay soon stops sending.
    private static final int BUFFER = 64 * 1024;

    private static final Pattern REQUEST_LINE = Pattern.compile("[A-Z]+ (\\S+) HTTP/1\\.1\r\n");

    private final ServerSocket server;
    private final int target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final Queue<String> targets = new ConcurrentLinkedQueue<>();
    private final Queue<byte[]> answers = new ConcurrentLinkedQueue<>();
    private final AtomicLong cut = new AtomicLong(NO_CUT);
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong accepted = new AtomicLong();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "relay");
        thread.setDaemon(true);
        return thread;
    });

    private Relay(ServerSocket server, int target) {
        this.server = server;
        this.target = target;
        threads.execute(this::accept);
    }

    /** Makes a relay from a free port of 127.0.0.1 to another port of 127.0.0.1. */
    public static Relay to(int target) {
        return to(target, ServerSocketFactory.getDefault(), localhost());
    }

    /**
     * Makes a relay from a free port of another address.
     *
     * @param factory makes the listening socket, for example one with TLS
     */
    public static Relay to(int target, ServerSocketFactory factory, InetAddress address) {
        try {
            return new Relay(factory.createServerSocket(0, 256, address), target);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes a relay at an address and port, for example those of a relay that was closed; port 0 is a free one. */
    public static Relay at(InetAddress address, int port, int target) {
        try {
            return new Relay(new ServerSocket(port, 256, address), target);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns 127.0.0.1, even if the machine prefers IPv6. */
    public static InetAddress localhost() {
        try {
            return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    public int port() {
        return server.getLocalPort();
    }

    /** Answers the next request with exactly this response and does not forward it. The request must have no body. */
    public void answerNext(String head, byte[] body) {
        byte[] start = (head.replace("\n", "\r\n") + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
        byte[] all = java.util.Arrays.copyOf(start, start.length + body.length);
        System.arraycopy(body, 0, all, start.length, body.length);
        answers.add(all);
    }

    /** Cuts the connection of the next response after this number of bytes of its body. */
    public void cutNextBodyAfter(long bytes) {
        cut.set(bytes);
    }

    /** Returns the number of bytes sent to clients. */
    public long bytesSent() {
        return sent.get();
    }

    /** Returns the number of connections that clients have opened. */
    public long connections() {
        return accepted.get();
    }

    /** Returns the targets of the requests, in the order of their arrival. */
    public List<String> requestTargets() {
        return List.copyOf(targets);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                accepted.incrementAndGet();
                client.setTcpNoDelay(true);
                client.setSendBufferSize(BUFFER);
                sockets.add(client);
                threads.execute(() -> serve(client));
            } catch (IOException e) {
                // Either the relay was closed, which ends the loop, or the client left before it was accepted.
            }
        }
    }

    private void serve(Socket client) {
        Socket store = null;
        try {
            store = new Socket(localhost(), target);
            store.setTcpNoDelay(true);
            sockets.add(store);
            Socket handed = store;
            threads.execute(() -> answers(handed, client));
            requests(client, handed);
        } catch (IOException e) {
            // If one side closes its connection, the relay closes the other.
        } finally {
            close(client);
            close(store);
        }
    }

    private void requests(Socket client, Socket store) throws IOException {
        InputStream in = client.getInputStream();
        OutputStream out = store.getOutputStream();
        byte[] buffer = new byte[BUFFER];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            remember(buffer, n);
            byte[] instead = answers.poll();
            if (instead != null) {
                client.getOutputStream().write(instead);
                client.getOutputStream().flush();
                return;
            }
            out.write(buffer, 0, n);
        }
    }

    private void remember(byte[] buffer, int n) {
        Matcher line = REQUEST_LINE.matcher(new String(buffer, 0, n, StandardCharsets.ISO_8859_1));
        if (line.lookingAt()) {
            targets.add(line.group(1));
        }
    }

    private void answers(Socket store, Socket client) {
        try {
            InputStream in = store.getInputStream();
            OutputStream out = client.getOutputStream();
            byte[] buffer = new byte[BUFFER];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                long bytes = cut.getAndSet(NO_CUT);
                if (bytes != NO_CUT) {
                    cutOff(in, out, buffer, n, bytes);
                    return;
                }
                out.write(buffer, 0, n);
                sent.addAndGet(n);
            }
        } catch (IOException e) {
            // If one side closes its connection, the relay closes the other.
        } finally {
            close(client);
            close(store);
        }
    }

    private static void cutOff(InputStream in, OutputStream out, byte[] buffer, int read, long bytes)
            throws IOException {
        ByteArrayOutputStream seen = new ByteArrayOutputStream();
        seen.write(buffer, 0, read);
        int head = seen.toString(StandardCharsets.ISO_8859_1).indexOf("\r\n\r\n");
        while (head < 0) {
            seen.write(in.readNBytes(1));
            head = seen.toString(StandardCharsets.ISO_8859_1).indexOf("\r\n\r\n");
        }
        int end = head + 4 + (int) bytes;
        seen.write(in.readNBytes(Math.max(0, end - seen.size())));
        out.write(seen.toByteArray(), 0, end);
    }

    private void close(Socket socket) {
        if (socket != null) {
            sockets.remove(socket);
            try {
                socket.close();
            } catch (IOException e) {
                // A failed close loses no data.
            }
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            // A failed close loses no data.
        }
        sockets.forEach(this::close);
        threads.shutdown();
    }
}
