package dev.caravan.observe.console;

import static dev.caravan.local.Assertions.assertThat;

import dev.caravan.observe.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Checks that slow or malicious clients don't block the console for others. */
@Timeout(60)
class SlowClientsTest {

    private static final int MANY = ClientThreads.MOST + 8;
    private static final Duration LONG = Duration.ofMinutes(10);

    private final List<Socket> sockets = new ArrayList<>();

    @TempDir
    private Path folder;

    private ConsoleServer server;

    @AfterEach
    void stop() throws IOException {
        // The server must close even if clients hang.
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private void start(Password password, Duration patience) throws IOException {
        server = new ConsoleServer(0, password, patience, LONG);
        server.mount("/page", exchange -> Answer.text(exchange, 200, "the page"));
        server.mount(
                "/posts",
                exchange -> {
                    exchange.getRequestBody().readAllBytes();
                    Answer.text(exchange, 200, "read");
                },
                true);
        byte[] large = new byte[16 << 20];
        server.mount("/large", exchange -> Answer.send(exchange, 200, "text/plain", large));
        server.start();
    }

    private Socket say(String text) throws IOException {
        Socket socket = new Socket();
        // With a small receive buffer, the server soon waits if the client doesn't read.
        socket.setReceiveBufferSize(4096);
        socket.connect(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
        socket.setSoTimeout(30_000);
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        sockets.add(socket);
        return socket;
    }

    private String to(String path, String method) {
        return method + " " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + server.port() + "\r\nOrigin: http://127.0.0.1:"
                + server.port() + "\r\n";
    }

    private void assertOthersAreServed() throws IOException {
        assertThat(RawRequest.of(server.port(), "GET /page").answer()).endsWith("the page\n");
    }

    @Test
    void halfRequestsKeepNobodyOut() throws Exception {
        start(null, LONG);
        for (int i = 0; i < MANY; i++) {
            say("GET /page HTTP/1.1\r\nX: ");
        }
        assertOthersAreServed();
    }

    @Test
    void bodiesThatDoNotComeKeepNobodyOut() throws Exception {
        start(null, LONG);
        for (int i = 0; i < MANY; i++) {
            say(to("/posts", "POST") + "Content-Length: 100\r\n\r\nx");
        }
        assertOthersAreServed();
    }

    @Test
    void answersThatAreNotReadKeepNobodyOut() throws Exception {
        start(null, LONG);
        for (int i = 0; i < MANY; i++) {
            say(to("/large", "GET") + "\r\n");
        }
        assertOthersAreServed();
    }

    @Test
    void aSlowClientIsDropped() throws Exception {
        start(null, Duration.ofMillis(500));
        assertThat(say("GET /page HTTP/1.1\r\nX: ").getInputStream().read()).isNegative();
        Socket post = say(to("/posts", "POST") + "Content-Length: 100\r\n\r\nx");
        assertThat(new String(post.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                .doesNotContain("200");
    }

    @Test
    void wrongPasswordsKeepNobodyOut() throws Exception {
        Path file = Files.writeString(folder.resolve("password"), "anna:long enough");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        start(Password.read(file), LONG);
        for (int i = 0; i < MANY; i++) {
            say(to("/page", "GET") + "Authorization: Basic d3Jvbmc6d3Jvbmc=\r\n\r\n");
        }
        String right = Base64.getEncoder().encodeToString("anna:long enough".getBytes(StandardCharsets.UTF_8));
        RawRequest page = RawRequest.of(server.port(), "GET /page");
        assertThat(page.with("Authorization: Basic " + right).status()).isEqualTo(200);
        assertThat(page.status()).isEqualTo(401);
    }
}
