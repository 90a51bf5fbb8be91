package dev.caravan.job;

import static dev.caravan.local.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.local.LocalTls;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CaBundleTest {

    @TempDir
    private Path folder;

    @Test
    void aFileMayHoldSeveralAuthorities() throws IOException {
        String one = Files.readString(LocalTls.pem(folder));
        Path two = Files.writeString(folder.resolve("two.pem"), one + "\n# once more\n" + one);
        X509TrustManager manager = (X509TrustManager) CaBundle.read(two).trustManagers()[0];
        assertThat(manager.getAcceptedIssuers()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIA==\n-----END PRIVATE KEY-----\n",
                "\ufeff",
                "# the company's authority\r\n\r\n",
            })
    void othersThanCertificatesMayPrecedeThem(String others) throws IOException {
        String authority = Files.readString(LocalTls.pem(folder));
        Path file = Files.writeString(folder.resolve("mixed.pem"), others + authority + others + authority);
        X509TrustManager manager = (X509TrustManager) CaBundle.read(file).trustManagers()[0];
        assertThat(manager.getAcceptedIssuers()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "not PEM"})
    void aFileWithoutACertificateIsAFaultOfTheConfiguration(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("wrong.pem"), text);
        for (Settings settings : List.of(
                new Settings(Map.of(JobOption.CA_BUNDLE, List.of(file.toString())), Map.of(), Map.of(), Map.of()),
                new Settings(Map.of(), Map.of(), Map.of("AWS_CA_BUNDLE", file.toString()), Map.of()))) {
            assertThatThrownBy(() -> EgressReader.read(settings))
                    .isInstanceOfSatisfying(
                            InvalidJobException.class,
                            e -> assertThat(e.usage()).isFalse())
                    .hasMessageContaining(file + " holds no certificate: it must be PEM");
        }
    }

    @Test
    void aFileThatIsTooLargeIsRefusedByName() throws IOException {
        Path file = folder.resolve("huge.pem");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(3L << 30);
        }
        assertThatThrownBy(() -> CaBundle.read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(file + " is larger than 16 MiB: it must be PEM");
    }

    @Test
    void aBrokenCertificateIsAFaultOfTheConfiguration() throws IOException {
        Path file = broken();
        assertThatThrownBy(() -> EgressReader.read(
                        new Settings(Map.of(), Map.of(), Map.of("AWS_CA_BUNDLE", file.toString()), Map.of())))
                .isInstanceOfSatisfying(
                        InvalidJobException.class, e -> assertThat(e.usage()).isFalse())
                .hasMessageStartingWith("AWS_CA_BUNDLE: the certificates of " + file + " can't be read: ");
    }

    @Test
    void aBrokenCertificateIsReportedWithTheFirstUse() throws IOException {
        Path file = broken();
        CaBundle bundle = CaBundle.read(file);
        assertThatThrownBy(bundle::sockets)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the certificates of " + file + " can't be read: ")
                .hasMessageNotContaining("java.");
    }

    @Test
    void aFileThatCannotBeReadIsAFaultOfTheConfiguration() {
        assertThatThrownBy(() -> EgressReader.read(
                        new Settings(Map.of(), Map.of(), Map.of("AWS_CA_BUNDLE", "/nowhere/a.pem"), Map.of())))
                .isInstanceOf(InvalidJobException.class)
                .hasMessage("AWS_CA_BUNDLE: /nowhere/a.pem can't be read: there is no such file or folder");
    }

    private Path broken() throws IOException {
        return Files.writeString(
                folder.resolve("broken.pem"), "-----BEGIN CERTIFICATE-----\nbm8=\n-----END CERTIFICATE-----\n");
    }
}
