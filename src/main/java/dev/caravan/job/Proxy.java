package dev.caravan.job;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;

/**
 * An HTTP proxy, reached without TLS.
 *
 * @param host name or address, IPv6 in brackets
 * @param user empty for none
 */
public record Proxy(String host, int port, String user, String password) {

    private static final int USUAL_PORT = 80;

    /**
     * Parses {@code http://user:password@host:port} with optional scheme, user and port.
     *
     * @throws IllegalArgumentException with a message to follow a name, without the text, which may hold a password
     */
    public static Proxy parse(String text) {
        String stripped = text.strip();
        URI uri;
        try {
            uri = new URI(stripped.contains("://") ? stripped : "http://" + stripped);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(
                    "is not the URL of a proxy, such as http://proxy:3128; a special character in a password is written as"
                            + " %40 and the like");
        }
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http")) {
            throw new IllegalArgumentException("names a proxy that is reached by " + Printable.of(scheme)
                    + "://; only proxies with http:// are supported, also for https:// stores");
        }
        boolean more = !String.valueOf(uri.getRawPath()).matches("/?")
                || uri.getRawQuery() != null
                || uri.getRawFragment() != null;
        if (uri.getHost() == null || !Endpoint.isPort(uri.getPort()) || more) {
            throw new IllegalArgumentException("is not the URL of a proxy, such as http://proxy:3128");
        }
        String[] login = String.valueOf(uri.getRawUserInfo() == null ? "" : uri.getRawUserInfo())
                .split(":", 2);
        return new Proxy(
                uri.getHost().toLowerCase(Locale.ROOT),
                uri.getPort() < 0 ? USUAL_PORT : uri.getPort(),
                decoded(login[0]),
                login.length == 2 ? decoded(login[1]) : "");
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** Returns the value of {@code Proxy-Authorization} (RFC 7617); empty without a user. */
    public String authorization() {
        if (user.isEmpty()) {
            return "";
        }
        byte[] login = (user + ':' + password).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(login);
    }

    /** Returns the address without user and password. */
    @Override
    public String toString() {
        return "http://" + host + ':' + port;
    }
}
