package dev.caravan.component.wire;

import dev.caravan.job.Proxy;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A CONNECT tunnel through a proxy to one host (RFC 9110). The proxy resolves the host's name.
 *
 * @param target host and port
 */
record Tunnel(Proxy proxy, String target) {

    private static final int LONGEST_HEAD = 64 * 1024;

    /** Opens the tunnel on a socket that is connected to the proxy. */
    void open(WatchedSocket socket, int timeout) throws IOException {
        String authorization = proxy.authorization();
        String request = "CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\nUser-Agent: caravan\r\n"
                + (authorization.isEmpty() ? "" : "Proxy-Authorization: " + authorization + "\r\n") + "\r\n";
        socket.enter(Patience.within(timeout, "it took no request"));
        OutputStream out = socket.getOutputStream();
        out.write(request.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
        socket.awaitHead(Patience.within(timeout, "no answer"), LONGEST_HEAD);
        receive(socket.getInputStream());
    }

    private void receive(InputStream in) throws IOException {
        byte[] head = new byte[1024];
        int length = 0;
        while (true) {
            int n = in.read(head, length, head.length - length);
            if (n < 0) {
                throw ProxyException.nonsense(proxy);
            }
            length += n;
            int end = end(head, length);
            if (end > 0) {
                check(new String(head, 0, end, StandardCharsets.ISO_8859_1), length > end);
                return;
            }
            if (length == head.length) {
                head = Arrays.copyOf(head, 2 * length);
            }
        }
    }

    /** Returns where the body begins; 0 if the head is incomplete. */
    private static int end(byte[] head, int length) {
        for (int i = 1; i < length; i++) {
            boolean empty = head[i - 1] == '\n' || (i > 1 && head[i - 1] == '\r' && head[i - 2] == '\n');
            if (empty && head[i] == '\n') {
                return i + 1;
            }
        }
        return 0;
    }

    /** Checks the proxy's answer; {@code more} says whether bytes follow the head, which is wrong before TLS begins. */
    private void check(String head, boolean more) throws IOException {
        String[] words = head.lines().findFirst().orElse("").split(" ", 3);
        if (words.length < 2 || !words[0].startsWith("HTTP/1.") || !words[1].matches("[1-5][0-9]{2}")) {
            throw ProxyException.nonsense(proxy);
        }
        int status = Integer.parseInt(words[1]);
        if (status < 200 || status >= 300) {
            throw ProxyException.refused(proxy, target, true, status, words.length == 3 ? words[2] : "");
        }
        if (more) {
            throw ProxyException.nonsense(proxy);
        }
    }
}
