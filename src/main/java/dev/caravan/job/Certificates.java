package dev.caravan.job;

import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import javax.net.ssl.SSLException;

/** Tells why Java refuses the certificate of a server. */
public final class Certificates {

    private static final String CLOCK = " (or is the clock of this machine wrong?)";

    private Certificates() {}

    /** Returns whether a handshake failed because of the certificate, which a retry doesn't change. */
    public static boolean areRefused(Throwable e) {
        return e instanceof SSLException && e.getCause() instanceof CertificateException;
    }

    /** Returns the reason of a failed handshake in one line, without names of Java's classes. */
    public static String reason(SSLException e) {
        if (!areRefused(e)) {
            return "TLS failed: " + Printable.of(String.valueOf(e.getMessage()));
        }
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String text = Printable.of(String.valueOf(cause.getMessage()));
        if (cause instanceof CertificateExpiredException) {
            return "TLS failed: the server's certificate, or one that it depends on, has expired: " + text + CLOCK;
        }
        if (cause instanceof CertificateNotYetValidException) {
            return "TLS failed: the server's certificate, or one that it depends on, isn't valid yet: " + text + CLOCK;
        }
        // Java shows it in the message only.
        return text.startsWith("No subject alternative") || text.startsWith("No name matching")
                ? "TLS failed: the server's certificate is for another name: " + text
                : "TLS failed: the server's certificate isn't trusted: " + text
                        + " (--ca-bundle and AWS_CA_BUNDLE name a file of other authorities)";
    }
}
