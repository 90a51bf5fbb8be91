package dev.caravan.observe.console;

import static dev.caravan.local.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.observe.Answer;
import java.io.IOException;
import java.net.BindException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the access to the console, with requests that no browser and no library sends. */
class ConsoleServerTest {

    private static final String VERSION = "{\"type\":\"version\"}";

    @TempDir
    private Path folder;

    private ConsoleServer server;
    private HawtioFiles hawtio;
    private JolokiaHandler jolokia;

    @BeforeEach
    void start() throws IOException {
        server = new ConsoleServer(0, null);
        hawtio = new HawtioFiles(archive());
        jolokia = new JolokiaHandler(new AccessPolicy(false, route -> false));
        server.mount("/page", exchange -> Answer.text(exchange, 200, "the page"));
        server.mount(HawtioFiles.PATH, hawtio);
        server.mount(JolokiaHandler.PATH, jolokia, true);
        server.start();
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        hawtio.close();
        jolokia.close();
    }

    private Path archive() throws IOException {
        Path file = folder.resolve("hawtio.zip");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (String name : new String[] {"index.html", "static/js/main.js"}) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write(("this is " + name).getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        }
        Files.writeString(folder.resolve("secret"), "secret");
        return file;
    }

    private RawRequest request(String line) {
        return RawRequest.of(server.port(), line);
    }

    @Test
    void answersItsOwnNamesAlone() throws Exception {
        RawRequest page = request("GET /page");
        assertThat(page.answer()).startsWith("HTTP/1.1 200").endsWith("the page\n");
        assertThat(page.at("localhost:" + server.port()).status()).isEqualTo(200);
        assertThat(page.at("[::1]:" + server.port()).status()).isEqualTo(200);
        assertThat(page.at("rebound.example:" + server.port()).status()).isEqualTo(403);
        assertThat(page.at("127.0.0.1").status()).isEqualTo(403);
        assertThat(page.at("localhost:1").status()).isEqualTo(403);
        assertThat(page.at("127.0.0.1:" + server.port() + ".evil.example").status())
                .isEqualTo(403);
    }

    @Test
    void answersNoPageOfAStranger() throws Exception {
        RawRequest page = request("GET /page");
        assertThat(page.with("Origin: http://localhost:" + server.port()).status())
                .isEqualTo(200);
        assertThat(page.with("Origin: https://evil.example").status()).isEqualTo(403);
        assertThat(page.with("Origin: null").status()).isEqualTo(403);
        assertThat(page.with("Origin: http://localhost:" + server.port() + ".evil.example")
                        .status())
                .isEqualTo(403);
        assertThat(page.with("Sec-Fetch-Site: cross-site").status()).isEqualTo(403);
        assertThat(page.with("Sec-Fetch-Site: cross-site")
                        .with("Sec-Fetch-Mode: navigate")
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "DELETE", "OPTIONS", "TRACE", "PATCH"})
    void isOnlyRead(String method) throws Exception {
        assertThat(request(method + " /page").status()).isEqualTo(405);
        assertThat(request(method + " /jolokia").status()).isEqualTo(405);
    }

    @Test
    void takesPostsForJolokiaOfItsOwnPagesAlone() throws Exception {
        RawRequest post = request("POST /jolokia").saying(VERSION);
        assertThat(post.with("Origin: http://127.0.0.1:" + server.port()).answer())
                .contains("\"agent\":\"2.6.0\"");
        assertThat(post.status()).isEqualTo(403);
        assertThat(post.with("Origin: http://evil.example").status()).isEqualTo(403);
        assertThat(request("POST /page")
                        .with("Origin: http://127.0.0.1:" + server.port())
                        .status())
                .isEqualTo(405);
    }

    @Test
    void answersGetRequestsToJolokiaWithItsVersionAlone() throws Exception {
        assertThat(request("GET /jolokia/").answer()).contains("\"agent\":\"2.6.0\"");
        assertThat(request("GET /jolokia/?p=read/java.lang:type=Memory").answer())
                .contains("\"agent\":\"2.6.0\"")
                .doesNotContain("HeapMemoryUsage");
        assertThat(request("GET /jolokia/read/java.lang:type=Memory").status()).isEqualTo(405);
        assertThat(request("GET /jolokia/exec/java.lang:type=Memory/gc").status())
                .isEqualTo(405);
    }

    @Test
    void refusesWhatIsNoRequestToJolokia() throws Exception {
        RawRequest post = request("POST /jolokia").with("Origin: http://127.0.0.1:" + server.port());
        assertThat(post.saying("{").status()).isEqualTo(400);
        assertThat(post.saying("7").status()).isEqualTo(400);
        assertThat(post.saying(" ".repeat((1 << 20) + 1)).status()).isEqualTo(413);
    }

    @Test
    void answersSeveralRequestsToJolokiaWithinBounds() throws Exception {
        RawRequest post = request("POST /jolokia").with("Origin: http://127.0.0.1:" + server.port());
        assertThat(post.saying("[" + VERSION + "," + VERSION + "]").answer())
                .containsPattern("\\[\\{.*\"agent\":\"2.6.0\".*},\\{.*\"agent\":\"2.6.0\".*}]$");
        assertThat(post.saying("[]").answer()).contains(" 200 ").endsWith("[]");
        assertThat(post.saying("[" + (VERSION + ",").repeat(500) + VERSION + "]")
                        .status())
                .isEqualTo(413);
    }

    @Test
    void anAnswerOfJolokiaHasAnEnd() throws Exception {
        jolokia.close();
        jolokia = new JolokiaHandler(new AccessPolicy(false, route -> false), 200_000);
        server.mount("/jolokia/short", jolokia, true);
        RawRequest post = request("POST /jolokia/short").with("Origin: http://127.0.0.1:" + server.port());
        String list = "{\"type\":\"list\"}";
        assertThat(post.saying("[" + (list + ",").repeat(499) + list + "]").answer())
                .contains(" 413 ")
                .contains("The answer is too long");
        assertThat(post.saying(VERSION).status()).isEqualTo(200);
    }

    @Test
    void aRequestToReadHasNoBody() throws Exception {
        assertThat(request("GET /page").saying("x").status()).isEqualTo(400);
    }

    @Test
    void protectsEveryAnswer() throws Exception {
        for (String answer : new String[] {
            request("GET /page").answer(), request("GET /page").at("evil").answer()
        }) {
            assertThat(answer.toLowerCase(Locale.ROOT))
                    .contains("content-security-policy: default-src 'none'")
                    .contains("x-content-type-options: nosniff")
                    .contains("x-frame-options: deny")
                    .contains("cache-control: no-store")
                    .doesNotContain("access-control-allow");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/hawtio/../secret",
                "/hawtio/%2e%2e/secret",
                "/hawtio/..%2fsecret",
                "/hawtio//etc/passwd",
                "/hawtio/static/../../secret",
                "/hawtio/%5c..%5csecret",
                "/hawtio/secret%00.js",
                "/pagex",
                "/hawtiox/",
                "/"
            })
    void leadsNowhereElse(String path) throws Exception {
        assertThat(request("GET " + path).answer()).contains(" 404 ").doesNotContain("root:");
    }

    @Test
    void beginsHawtioAgainWhereItsAddressIsOpenedAgain() throws Exception {
        assertThat(request("GET /hawtio").answer()).contains(" 302 ").contains("Location: /hawtio/");
        assertThat(request("GET /hawtio/").answer()).contains("this is index.html");
        assertThat(request("GET /hawtio/camel/routes")
                        .with("Accept: text/html,*/*")
                        .answer())
                .contains("this is index.html");
        assertThat(request("GET /hawtio/auth/config").with("Accept: */*").status())
                .isEqualTo(404);
        assertThat(request("GET /hawtio/static/js/main.js").answer()).contains("this is static/js/main.js");
        assertThat(request("GET /hawtio/user").answer()).endsWith("\"public\"");
        assertThat(request("HEAD /hawtio/").answer()).contains(" 200 ").doesNotContain("this is");
    }

    @Test
    void asksForThePassword() throws Exception {
        Path file = Files.writeString(folder.resolve("password"), "anna:long enough");
        file.toFile().setReadable(false, false);
        file.toFile().setReadable(true, true);
        file.toFile().setWritable(false, false);
        try (ConsoleServer closed = new ConsoleServer(0, Password.read(file))) {
            closed.mount("/page", exchange -> Answer.text(exchange, 200, "the page"));
            closed.start();
            RawRequest page = RawRequest.of(closed.port(), "GET /page");
            assertThat(page.answer())
                    .contains(" 401 ")
                    .contains("Basic realm=\"caravan\"")
                    .doesNotContain("the page");
            String pair = Base64.getEncoder().encodeToString("anna:long enough".getBytes(StandardCharsets.UTF_8));
            assertThat(page.with("Authorization: Basic " + pair).status()).isEqualTo(200);
            assertThat(page.with("Authorization: Basic " + pair)
                            .at("rebound.example")
                            .status())
                    .isEqualTo(403);
        }
    }

    @Test
    void tellsThatThePortIsTaken() {
        assertThatThrownBy(() -> new ConsoleServer(server.port(), null)).isInstanceOf(BindException.class);
    }
}
