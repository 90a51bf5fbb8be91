package dev.caravan.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import javax.net.ServerSocketFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A self-signed certificate for {@code *.caravan.test}, {@code *.kodo.caravan.test} and the hosts of COS in Guangzhou,
 * and its key.
 */
public final class LocalTls {

    private static final String ALIAS = "local";
    private static final char[] PASSWORD = "changeit".toCharArray();

    private LocalTls() {}

    /** Returns a factory of server sockets with this certificate. */
    public static ServerSocketFactory sockets() {
        try {
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys(), PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return context.getServerSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Writes the certificate to a PEM file, which clients can trust. */
    public static Path pem(Path folder) {
        try {
            byte[] certificate = keys().getCertificate(ALIAS).getEncoded();
            String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate);
            return Files.writeString(
                    folder.resolve("authorities.pem"),
                    "# of these tests\n-----BEGIN CERTIFICATE-----\n" + text + "\n-----END CERTIFICATE-----\n");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static KeyStore keys() throws GeneralSecurityException {
        try (InputStream file = LocalTls.class.getResourceAsStream("/tls/local.p12")) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(file, PASSWORD);
            return keys;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
