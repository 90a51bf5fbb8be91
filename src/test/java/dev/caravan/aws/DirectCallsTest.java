package dev.caravan.aws;

import static dev.caravan.local.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.caravan.job.CaBundle;
import dev.caravan.job.Egress;
import dev.caravan.job.Proxies;
import dev.caravan.job.Proxy;
import dev.caravan.local.LocalProxy;
import dev.caravan.local.LocalTls;
import dev.caravan.local.Relay;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.CRC32;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

@Isolated("the proxy is the whole JVM's")
@Timeout(60)
class DirectCallsTest {

    private static final byte[] BODY = "{\"Key\":\"ü\"}".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path folder;

    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private ControlPlane plane;
    private volatile int status = 200;
    private volatile String checksum = "";
    private volatile boolean drips;

    private record Request(Headers headers, byte[] body) {

        String header(String name) {
            return headers.getFirst(name);
        }

        String operation() {
            return header("X-Amz-Target");
        }
    }

    @BeforeEach
    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        System.setProperty(
                "aws.endpointUrlDynamoDb",
                "http://127.0.0.1:" + server.getAddress().getPort());
        System.setProperty("aws.region", "eu-west-1");
        System.setProperty("aws.accessKeyId", "key");
        System.setProperty("aws.secretAccessKey", "secret");
        System.setProperty("aws.sessionToken", "token");
        plane = ControlPlane.impatient();
    }

    @AfterEach
    void close() {
        plane.close();
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            requests.add(new Request(
                    exchange.getRequestHeaders(), exchange.getRequestBody().readAllBytes()));
            byte[] answer = "{\"TableNames\":[]}".getBytes(StandardCharsets.UTF_8);
            if (!checksum.isEmpty()) {
                exchange.getResponseHeaders().set("x-amz-crc32", checksum);
            }
            if (drips) {
                exchange.sendResponseHeaders(status, 0);
                for (int i = 0; i < 1000; i++) {
                    exchange.getResponseBody().write(' ');
                    exchange.getResponseBody().flush();
                    Thread.sleep(10);
                }
            }
            exchange.sendResponseHeaders(status, answer.length);
            exchange.getResponseBody().write(answer);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String call() {
        return plane.tableCalls()
                .call("UpdateItem", () -> BODY, (code, body) -> code == 200 ? code + " " + text(body) : null);
    }

    private static String text(byte[] body) {
        return new String(body, StandardCharsets.UTF_8);
    }

    private Request last() {
        return requests.get(requests.size() - 1);
    }

    @Test
    void aCallGoesWhereTheSdkSendsItsOwnAndIsSignedWithTheSameCredentials() throws Exception {
        plane.dynamoDb().listTables();
        assertThat(signature(last())).isTrue();

        assertThat(call()).isEqualTo("200 {\"TableNames\":[]}");

        assertThat(last().operation()).isEqualTo("DynamoDB_20120810.UpdateItem");
        assertThat(last().body()).isEqualTo(BODY);
        assertThat(last().header("Content-Type")).isEqualTo("application/x-amz-json-1.0");
        assertThat(last().header("X-Amz-Security-Token")).isEqualTo("token");
        assertThat(last().header("Authorization")).contains("/eu-west-1/dynamodb/aws4_request");
        assertThat(signature(last())).isTrue();
    }

    /** Returns whether the signature is valid by "Create a signed AWS API request". */
    private static boolean signature(Request request) throws GeneralSecurityException {
        String authorization = request.header("Authorization");
        String scope = authorization.replaceFirst(".*Credential=key/([^,]*),.*", "$1");
        String names = authorization.replaceFirst(".*SignedHeaders=([^,]*),.*", "$1");
        StringBuilder canonical = new StringBuilder("POST\n/\n\n");
        for (String name : names.split(";", -1)) {
            canonical.append(name).append(':').append(request.header(name)).append('\n');
        }
        canonical.append('\n').append(names).append('\n').append(sha256(request.body()));
        String text = "AWS4-HMAC-SHA256\n" + request.header("X-Amz-Date") + '\n' + scope + '\n'
                + sha256(canonical.toString().getBytes(StandardCharsets.UTF_8));
        byte[] key = "AWS4secret".getBytes(StandardCharsets.UTF_8);
        for (String part : scope.split("/", -1)) {
            key = hmac(key, part);
        }
        return authorization.endsWith("Signature=" + HexFormat.of().formatHex(hmac(key, text)));
    }

    private static String sha256(byte[] bytes) throws GeneralSecurityException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void theFirstCallIsLeftToTheSdk() {
        assertThat(call()).isNull();
        assertThat(requests).isEmpty();
    }

    @Test
    void afterARefusalCallsAreLeftToTheSdkUntilItsBudgetForRetriesCanBeFull() {
        plane.dynamoDb().listTables();
        status = 500;
        assertThat(call()).isNull();
        assertThat(requests).hasSize(2);
        status = 200;
        for (int i = 0; i < 500; i++) {
            assertThat(call()).isNull();
        }
        assertThat(requests).hasSize(2);
        assertThat(call()).isNotNull();
        assertThat(requests).hasSize(3);
    }

    @Test
    void anAnswerWithOtherBytesThanItsChecksumIsNotRead() {
        plane.dynamoDb().listTables();
        CRC32 sum = new CRC32();
        sum.update("{\"TableNames\":[]}".getBytes(StandardCharsets.UTF_8));
        checksum = Long.toString(sum.getValue());
        assertThat(call()).isNotNull();
        checksum = "1";
        assertThat(call()).isNull();
    }

    @Test
    void anAnswerWithoutAnEndIsLeft() {
        plane.close();
        plane = ControlPlane.impatient(Duration.ofMillis(300), Egress.ofProcess());
        // The first requests of a process are slow, so they may time out.
        await().ignoreExceptions().until(() -> plane.dynamoDb().listTables().hasTableNames());
        drips = true;
        assertThat(call()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "https"})
    void aProxyTakesDirectCallsAndThoseOfTheSdk(String scheme) {
        System.setProperty("aws.endpointUrlDynamoDb", scheme + "://dynamodb.caravan.test");
        boolean tls = scheme.equals("https");
        int port = server.getAddress().getPort();
        try (LocalProxy proxy = LocalProxy.start().login("user:pass");
                Relay secured = Relay.to(port, LocalTls.sockets(), Relay.localhost());
                ControlPlane own = plane(proxy, "user:pass@")) {
            proxy.host("dynamodb.caravan.test", tls ? secured.port() : port);
            own.dynamoDb().listTables();
            String answer = own.tableCalls().call("UpdateItem", () -> BODY, (code, body) -> text(body));
            assertThat(answer).isEqualTo("{\"TableNames\":[]}");
            assertThat(requests).hasSize(2);
            assertThat(last().header("Proxy-Authorization")).isNull();
            String line =
                    tls ? "CONNECT dynamodb.caravan.test:443 HTTP/1.1" : "POST http://dynamodb.caravan.test/ HTTP/1.1";
            // The SDK's client sends its first request without a user.
            assertThat(proxy.lines()).hasSize(3).containsOnly(line);
        }
    }

    @ParameterizedTest
    @CsvSource({"http, 407 Proxy Authentication Required", "https, 407 No", "http, 502 Bad Gateway", "https, 403 No"})
    void aProxyThatRefusesIsNamed(String scheme, String statusLine) {
        System.setProperty("aws.endpointUrlDynamoDb", scheme + "://dynamodb.caravan.test");
        try (LocalProxy proxy = LocalProxy.start().refuse(statusLine);
                ControlPlane own = plane(proxy, "")) {
            assertThatThrownBy(() -> ControlPlaneProblem.calling(
                            "table t", () -> own.dynamoDb().listTables()))
                    .hasMessageStartingWith(
                            "table t: the proxy " + proxy.url() + " refuses to connect to dynamodb.caravan.test")
                    .hasMessageContaining(statusLine);
        }
    }

    @Test
    void clientsThatTheSdkMakesItselfGoThroughTheProxyOfTheProcess() {
        Egress before = Egress.ofProcess();
        try (LocalProxy proxy = LocalProxy.start()
                .host("dynamodb.caravan.test", server.getAddress().getPort())) {
            Egress.ofProcess(new Egress(Proxies.through(Proxy.parse(proxy.url())), null));
            try (DynamoDbClient client = DynamoDbClient.builder()
                    .endpointOverride(URI.create("http://dynamodb.caravan.test"))
                    .build()) {
                client.listTables();
            }
            assertThat(proxy.lines()).hasSize(1);
        } finally {
            Egress.ofProcess(before);
        }
    }

    private ControlPlane plane(LocalProxy proxy, String login) {
        Proxy through = Proxy.parse("http://" + login + "127.0.0.1:" + proxy.port());
        return ControlPlane.impatient(
                Duration.ofSeconds(10), new Egress(Proxies.through(through), CaBundle.read(LocalTls.pem(folder))));
    }

    @Test
    void aServiceThatIsGoneIsLeftToTheSdk() {
        plane.dynamoDb().listTables();
        server.stop(0);
        assertThat(call()).isNull();
        assertThatThrownBy(() -> plane.dynamoDb().listTables())
                .isInstanceOf(SdkException.class)
                .isNotInstanceOf(DynamoDbException.class);
    }
}
