package dev.caravan.component.s3;

import static dev.caravan.local.Assertions.assertThat;

import dev.caravan.local.LocalS3;
import dev.caravan.local.Relay;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ServerSocketFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests HTTPS endpoints whose certificates a company has signed. */
class S3TlsIT {

    private static final String PASSWORD = "changeit";

    @TempDir
    Path folder;

    private final LocalS3 server = LocalS3.start().credential("AKID", "secret");

    @BeforeEach
    void createBucket() {
        server.createBucket("bucket");
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void aCertificateMustBeTrustedAndNameTheHost() throws Exception {
        Path trusted = certificate("trusted", "dns:localhost");
        Path stranger = certificate("stranger", "dns:localhost");
        try (Relay good = relay(trusted);
                Relay bad = relay(stranger)) {
            List<String> said = probe(
                    trusted,
                    "https://localhost:" + good.port(),
                    "https://127.0.0.1:" + good.port(),
                    "https://localhost:" + bad.port());
            assertThat(said).hasSize(3);
            assertThat(said.get(0)).isEqualTo("1 byte");
            assertThat(said.get(1))
                    .startsWith(
                            "InvalidException: LIST s3://bucket: TLS failed: the server's certificate is for another name")
                    .contains("127.0.0.1");
            assertThat(said.get(2))
                    .startsWith(
                            "InvalidException: LIST s3://bucket: TLS failed: the server's certificate isn't trusted")
                    .contains("--ca-bundle");
            assertThat(server.requests().log())
                    .as("the requests to the trusted server: none was sent in spite of a certificate")
                    .hasSize(5);
        }
    }

    private Relay relay(Path keys) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keys)) {
            store.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        ServerSocketFactory sockets = context.getServerSocketFactory();
        return Relay.to(server.port(), sockets, Relay.localhost());
    }

    /** Makes a key store with a new key and a self-signed certificate. */
    private Path certificate(String name, String san) throws IOException, InterruptedException {
        Path file = folder.resolve(name + ".p12");
        run(List.of(
                java("keytool"),
                "-J-XX:TieredStopAtLevel=1",
                "-J-XX:+UseSerialGC",
                "-genkeypair",
                "-keystore",
                file.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-alias",
                name,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=" + name,
                "-ext",
                "san=" + san,
                "-validity",
                "2"));
        return file;
    }

    private List<String> probe(Path trust, String... endpoints) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                java("java"),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Djavax.net.ssl.trustStore=" + trust,
                "-Djavax.net.ssl.trustStorePassword=" + PASSWORD,
                "-cp",
                System.getProperty("java.class.path"),
                S3TlsProbe.class.getName()));
        command.addAll(List.of(endpoints));
        return run(command)
                .lines()
                .filter(line -> line.contains("byte") || line.contains("Exception"))
                .toList();
    }

    private String run(List<String> command) throws IOException, InterruptedException {
        Path output = folder.resolve("output");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean ended = process.waitFor(60, TimeUnit.SECONDS);
        process.destroyForcibly();
        String said = Files.readString(output, StandardCharsets.UTF_8);
        assertThat(ended && process.exitValue() == 0).as(said).isTrue();
        return said;
    }

    private static String java(String tool) {
        return Path.of(System.getProperty("java.home"), "bin", tool).toString();
    }
}
