package dev.caravan.it;

import static dev.caravan.local.Assertions.assertThat;

import dev.caravan.command.Commands;
import dev.caravan.local.Bucket;
import dev.caravan.local.Content;
import dev.caravan.local.LocalProxy;
import dev.caravan.local.LocalS3;
import dev.caravan.local.LocalSource;
import dev.caravan.local.LocalTls;
import dev.caravan.local.Relay;
import dev.caravan.local.StoredObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests runs between stores that only a proxy can reach: only the proxy knows their host names. */
@Isolated("the proxy is the whole JVM's")
class ProxyIT {

    private static final int LARGE = 6 << 20;
    /** This label has 64 characters, one more than DNS allows, so no resolver is asked for it. */
    private static final String DIRECT = "http://" + "x".repeat(64) + ".caravan.test";

    private static final String LOGIN = "us%40er:pa%3Ass";

    @TempDir
    private Path folder;

    private final LocalProxy proxy = LocalProxy.start().login("us@er:pa:ss");
    private final LocalS3 destination = LocalS3.start().credential("DEST", "dest-secret");
    private final Bucket to = destination.createBucket("to");
    private final Map<String, String> environment = new HashMap<>(Map.of(
            "SOURCE_ACCESS_KEY_ID", "SOURCE",
            "SOURCE_SECRET_ACCESS_KEY", "source-secret",
            "DEST_ACCESS_KEY_ID", "DEST",
            "DEST_SECRET_ACCESS_KEY", "dest-secret"));

    @BeforeEach
    void nameTheDestination() {
        proxy.host("to.caravan.test", destination.port());
    }

    @AfterEach
    void close() {
        proxy.close();
        destination.close();
    }

    private static LocalSource source(String scheme) {
        LocalSource source = scheme.equals("s3") ? s3(LocalS3.start()) : LocalSource.start(scheme);
        source.accept().key("SOURCE", "source-secret");
        for (int i = 0; i < 3; i++) {
            put(source, "small/" + i, Content.of("content " + i));
        }
        put(source, "large", Content.synthetic(1, LARGE));
        return source;
    }

    private static void put(LocalSource source, String key, Content content) {
        StoredObject object = source.bucket().put(key, content);
        source.bucket().put(object.withLastModified(Instant.now().minus(Duration.ofHours(1))));
    }

    private static LocalSource s3(LocalS3 s3) {
        return new LocalSource(
                "Amazon_S3",
                "s3://from",
                s3.region(),
                s3.createBucket("from"),
                s3.endpoint(),
                s3.faults(),
                s3.requests(),
                s3::credential,
                s3::revoke,
                s3::close);
    }

    /** Returns the bucket's host name at the server of this scheme. */
    private static String host(String scheme) {
        return switch (scheme) {
            case "oss" -> "oss-privatelink.caravan.test";
            case "cos" -> "cos.ap-guangzhou.myqcloud.com";
            default -> scheme + ".caravan.test";
        };
    }

    private TwoStores.Result run(String command, LocalSource source, String endpoint, String... options) {
        List<String> arguments = new ArrayList<>(List.of(command, source.url(), "s3://to"));
        arguments.addAll(List.of("--source-region", source.region(), "--dest-region", "us-east-1"));
        arguments.addAll(List.of("--source-endpoint", endpoint, "--attempts", "2", "--dest-path-style=true"));
        if (source.type().equals("Amazon_S3")) {
            arguments.add("--source-path-style=true");
        }
        if (command.equals("sync")) {
            arguments.addAll(List.of("--multipart-threshold", "5MiB", "--part-size", "5MiB"));
            arguments.addAll(List.of("--records", "none", "--slots", "4"));
        }
        arguments.addAll(List.of(options));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Commands.run(
                arguments.toArray(String[]::new),
                Map.of("caravan.redelivery.delay", "5", "caravan.redelivery.longest", "100"),
                environment,
                new PrintWriter(out, true),
                new PrintWriter(err, true));
        return new TwoStores.Result(code, out.toString(), err.toString());
    }

    @ParameterizedTest
    @CsvSource({
        "s3, http",
        "s3, https",
        "oss, http",
        "oss, https",
        "cos, http",
        "cos, https",
        "kodo, http",
        "kodo, https"
    })
    void everyByteOfBothSidesPassesTheProxy(String scheme, String protocol) {
        String url = "http://" + LOGIN + "@127.0.0.1:" + proxy.port();
        environment.put("HTTPS_PROXY", url);
        environment.put("http_proxy", url);
        environment.put("AWS_CA_BUNDLE", LocalTls.pem(folder).toString());
        boolean tls = protocol.equals("https");
        try (LocalSource source = source(scheme);
                Relay secured = Relay.to(source.endpoint().getPort(), LocalTls.sockets(), Relay.localhost())) {
            proxy.host(host(scheme), tls ? secured.port() : source.endpoint().getPort());
            TwoStores.Result run =
                    run("sync", source, protocol + "://" + host(scheme), "--dest-endpoint", "http://to.caravan.test");
            assertThat(run.exitCode()).as(run.err()).isZero();
            assertThat(run.out() + run.err()).doesNotContain("pa:ss", "pa%3A");
            assertThat(to.keys()).isEqualTo(source.bucket().keys());
            assertThat(to.get("large")
                            .orElseThrow()
                            .content()
                            .sameAs(source.bucket().get("large").orElseThrow().content()))
                    .isTrue();
            assertThat(proxy.bytes()).isGreaterThan(2L * LARGE);
            long handedOn = proxy.lines().stream()
                    .filter(line -> !line.startsWith("CONNECT"))
                    .count();
            assertThat(handedOn)
                    .isEqualTo(destination.requests().total()
                            + (tls ? 0 : source.requests().total()));
            assertThat(proxy.lines().stream().anyMatch(line -> line.startsWith("CONNECT " + hostOf(scheme))))
                    .isEqualTo(tls);
            assertThat(source.requests().total()).isPositive();
        }
    }

    private static String hostOf(String scheme) {
        return scheme.equals("cos") ? "from-1250000000." + host(scheme) + ":443" : host(scheme) + ":443";
    }

    @ParameterizedTest
    @CsvSource({
        "http, 407 Proxy Authentication Required, (it wants a user and a password",
        "https, 407 Proxy Authentication Required, (it wants a user and a password",
        "https, 403 Forbidden, (its rules forbid it)",
        "http, 502 Bad Gateway, (it doesn't reach it)",
        "https, 502 Bad Gateway, (it doesn't reach it)",
    })
    void aProxyThatRefusesIsNamed(String protocol, String statusLine, String hint) {
        proxy.refuse(statusLine);
        try (LocalSource source = source("s3")) {
            TwoStores.Result run = run(
                    "verify",
                    source,
                    protocol + "://s3.caravan.test",
                    "--source-proxy",
                    proxy.url(),
                    "--dest-endpoint",
                    destination.endpoint().toString());
            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err())
                    .hasLineCount(1)
                    .contains("LIST s3://from: the proxy " + proxy.url() + " refuses to connect to s3.caravan.test")
                    .contains(": " + statusLine + " " + hint);
            assertThat(proxy.lines()).hasSize(1);
        }
    }

    /** The password is changed while the run copies. The next run, with the new one, continues. */
    @Test
    void theRunEndsWhereTheProxyNoLongerAcceptsItsUser() {
        environment.put("DEST_PROXY", "http://" + LOGIN + "@127.0.0.1:" + proxy.port());
        try (LocalSource source = source("s3")) {
            for (int i = 100; i < 300; i++) {
                put(source, "small/" + i, Content.of("content " + i));
            }
            proxy.refuseAfter(30, "407 Proxy Authentication Required");

            TwoStores.Result run =
                    run("sync", source, source.endpoint().toString(), "--dest-endpoint", "http://to.caravan.test");
            assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
            assertThat(run.err())
                    .containsOnlyOnce("caravan: nothing gets through, 10 objects failed one after another: ")
                    .contains("s3://to/small/", "the proxy " + proxy.url() + " refuses to connect to to.caravan.test")
                    .contains("(it doesn't accept the user us@er with this password); correct that and run it again");
            assertThat(to.keys()).hasSizeBetween(1, 30);

            proxy.accept();
            TwoStores.Result next =
                    run("sync", source, source.endpoint().toString(), "--dest-endpoint", "http://to.caravan.test");
            assertThat(next.exitCode()).as(next.err()).isZero();
            assertThat(to.keys()).isEqualTo(source.bucket().keys());
        }
    }

    @Test
    void aProxyOfOneSideAndTheExceptionsOfTheOtherAreKept() {
        environment.put("HTTP_PROXY", "http://127.0.0.1:1");
        environment.put("NO_PROXY", "nobody.test,.caravan.test:81");
        environment.put("SRC_PROXY", "http://" + LOGIN + "@127.0.0.1:" + proxy.port());
        try (LocalSource source = source("s3")) {
            proxy.host("s3.caravan.test", source.endpoint().getPort());
            TwoStores.Result direct = run(
                    "sync",
                    source,
                    "http://s3.caravan.test",
                    "--dest-endpoint",
                    destination.endpoint().toString());
            assertThat(direct.exitCode()).as(direct.err()).isZero();
            assertThat(proxy.lines()).allMatch(line -> line.contains("s3.caravan.test"));

            TwoStores.Result dead =
                    run("verify", source, "http://s3.caravan.test", "--dest-endpoint", "http://to.caravan.test");
            assertThat(dead.exitCode()).isEqualTo(2);
            assertThat(dead.err()).contains("LIST s3://to: the proxy http://127.0.0.1:1 can't be reached");

            TwoStores.Result excepted =
                    run("verify", source, "http://s3.caravan.test", "--dest-endpoint", DIRECT + ":81");
            assertThat(excepted.err()).contains("no such host: xxx");

            TwoStores.Result none =
                    run("verify", source, "http://s3.caravan.test", "--dest-endpoint", DIRECT, "--dest-proxy", "none");
            assertThat(none.err()).contains("no such host: xxx");
        }
    }

    @Test
    void doctorReportsTheWay() {
        environment.put("HTTP_PROXY", "http://" + LOGIN + "@127.0.0.1:" + proxy.port());
        environment.put("AWS_CA_BUNDLE", LocalTls.pem(folder).toString());
        try (LocalSource source = source("s3")) {
            proxy.host("s3.caravan.test", source.endpoint().getPort());
            TwoStores.Result run = run(
                    "doctor",
                    source,
                    "http://s3.caravan.test",
                    "--dest-endpoint",
                    destination.endpoint().toString());
            assertThat(run.exitCode()).as(run.out()).isZero();
            assertThat(run.out())
                    .containsPattern("source +address +http://s3.caravan.test through the proxy " + proxy.url()
                            + ", trusts the certificate authorities of .*authorities.pem")
                    .containsPattern("destination +address +" + destination.endpoint() + ", trusts")
                    .doesNotContain("pa:ss");
        }
    }
}
