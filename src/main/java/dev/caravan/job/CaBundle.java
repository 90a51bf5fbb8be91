package dev.caravan.job;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * The certificate authorities of a PEM file. They replace Java's, as AWS_CA_BUNDLE does for the AWS CLI. Certificates
 * are parsed at first use, which takes 0.25 s for all public authorities. A job uses them before it begins.
 */
public final class CaBundle {

    private static final String BEGIN = "-----BEGIN CERTIFICATE-----";

    /** The largest file in bytes. The bundle of a system has about 200 KiB. */
    private static final int LARGEST = 16 << 20;

    private final Path file;
    private final byte[] text;
    private TrustManager[] managers;
    private SSLSocketFactory sockets;

    private CaBundle(Path file, byte[] text) {
        this.file = file;
        this.text = text;
    }

    /** Reads a file. Throws {@link IllegalArgumentException} with a message to follow the option's name. */
    public static CaBundle read(Path file) {
        byte[] text;
        try (InputStream in = Files.newInputStream(file)) {
            text = in.readNBytes(LARGEST + 1);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    Printable.of(file.toString()) + " can't be read: " + FileProblem.reason(e), e);
        }
        if (text.length > LARGEST) {
            throw new IllegalArgumentException(
                    Printable.of(file.toString()) + " is larger than " + (LARGEST >> 20) + " MiB: it must be PEM");
        }
        if (!new String(text, StandardCharsets.ISO_8859_1).contains(BEGIN)) {
            throw new IllegalArgumentException(Printable.of(file.toString())
                    + " holds no certificate: it must be PEM, blocks that begin with " + BEGIN);
        }
        return new CaBundle(file, text);
    }

    public Path file() {
        return file;
    }

    /**
     * Returns the managers that check certificates.
     *
     * @throws IllegalArgumentException if the file holds anything but certificates
     */
    public TrustManager[] trustManagers() {
        load();
        return managers.clone();
    }

    /** Returns the factory of TLS connections that trust these authorities; errors as for {@link #trustManagers}. */
    public SSLSocketFactory sockets() {
        load();
        return sockets;
    }

    private synchronized void load() {
        if (sockets != null) {
            return;
        }
        try {
            KeyStore keys = KeyStore.getInstance(KeyStore.getDefaultType());
            keys.load(null, null);
            for (Certificate authority :
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(blocks()))) {
                keys.setCertificateEntry("authority-" + keys.size(), authority);
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(keys);
            SSLContext context = SSLContext.getInstance("TLS");
            managers = factory.getTrustManagers();
            context.init(null, managers, null);
            sockets = context.getSocketFactory();
        } catch (GeneralSecurityException | IOException e) {
            Throwable cause = e;
            while (cause.getCause() != null) {
                cause = cause.getCause();
            }
            throw new IllegalArgumentException(
                    "the certificates of " + Printable.of(file.toString()) + " can't be read: "
                            + Printable.of(String.valueOf(cause.getMessage())),
                    e);
        }
    }

    /** Returns the file without its other blocks, such as a key, and without what is before the first certificate. */
    private byte[] blocks() {
        return Pattern.compile("(?=-----BEGIN )")
                .splitAsStream(new String(text, StandardCharsets.ISO_8859_1))
                .filter(block -> block.startsWith(BEGIN))
                .collect(Collectors.joining())
                .getBytes(StandardCharsets.ISO_8859_1);
    }
}
