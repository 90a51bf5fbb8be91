package dev.caravan.job;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The rules about a service's address. */
public final class Endpoint {

    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://.*");
    private static final Pattern ADDRESS = Pattern.compile("\\[.*]|\\d{1,3}(\\.\\d{1,3}){3}");
    private static final Pattern LOOPBACK = Pattern.compile("127(\\.\\d{1,3}){3}");
    private static final Pattern AMAZON = Pattern.compile("https?://(s3[.-].*|s3)\\.?amazonaws\\.com(\\.cn)?");

    private static final Pattern KODO = Pattern.compile("s3[-.]([a-z0-9-]+)\\.qiniucs\\.com");

    private Endpoint() {}

    /**
     * Returns {@code http://host:port} or {@code https://host:port}; the default scheme is https; drops a final slash.
     *
     * @throws IllegalArgumentException with the fault, never with a password
     */
    static String normalise(String text) {
        String address = SCHEME.matcher(text).matches() ? text : "https://" + text;
        URI uri;
        try {
            uri = new URI(address);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("is not the address of a service, such as https://host:9000", e);
        }
        if (uri.getRawUserInfo() != null || address.contains("@")) {
            throw new IllegalArgumentException("credentials don't belong in an address; see docs/options.md");
        }
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        boolean web = scheme.equals("http") || scheme.equals("https");
        if (!web || uri.getHost() == null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw new IllegalArgumentException(
                    Printable.of(text) + " is not the address of a service, such as https://host:9000");
        }
        if (!isPort(uri.getPort())) {
            throw new IllegalArgumentException(
                    Printable.of(text) + " is not the address of a service: ports are 1 to 65535");
        }
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        String path = uri.getRawPath() == null ? "" : uri.getRawPath();
        while (path.endsWith("/")) {
            path = path.substring(0, path.length() - 1);
        }
        return scheme + "://" + uri.getHost().toLowerCase(Locale.ROOT) + port + path;
    }

    /** Returns whether a URL's port can be connected to; one without a port has -1. */
    public static boolean isPort(int port) {
        return port != 0 && port <= 65_535;
    }

    /** Returns whether a bucket's name can't precede the host: an IP address, localhost, or a name without a dot. */
    static boolean wantsPathStyle(String endpoint) {
        if (endpoint.isEmpty()) {
            return false;
        }
        String host = URI.create(endpoint).getHost();
        return ADDRESS.matcher(host).matches() || !host.contains(".") || host.endsWith(".localhost");
    }

    /** Returns the signing region in the host of Kodo's S3-compatible service; empty for any other. */
    static String kodoRegion(String endpoint) {
        Matcher host =
                KODO.matcher(endpoint.isEmpty() ? "" : URI.create(endpoint).getHost());
        return host.matches() ? host.group(1) : "";
    }

    /** Returns whether others can read the traffic: http to another machine. */
    static boolean isOpen(String endpoint) {
        if (!endpoint.startsWith("http://")) {
            return false;
        }
        String host = URI.create(endpoint).getHost();
        return !(host.equals("localhost")
                || host.endsWith(".localhost")
                || host.equals("[::1]")
                || LOOPBACK.matcher(host).matches());
    }

    /** Returns whether two sides use the same service; bucket names are unique over all of Amazon's addresses. */
    static boolean same(String one, String other) {
        return service(one).equals(service(other));
    }

    /** Returns whether it is one of Amazon's own addresses, by name or by default. */
    static boolean isAmazon(String endpoint) {
        return service(endpoint).isEmpty();
    }

    private static String service(String endpoint) {
        if (AMAZON.matcher(endpoint).matches()) {
            return "";
        }
        return endpoint.replaceFirst("^(http://.*):80(?=/|$)", "$1").replaceFirst("^(https://.*):443(?=/|$)", "$1");
    }
}
