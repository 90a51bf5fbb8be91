package dev.caravan.job;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The outgoing connections of this machine.
 *
 * @param proxies for connections
 * @param bundle trusted certificates; null for Java's
 */
public record Egress(Proxies proxies, CaBundle bundle) {

    static final String BUNDLE = "AWS_CA_BUNDLE";

    /** Java's property, which overrides the environment. */
    static final String TRUST_STORE = "javax.net.ssl.trustStore";

    private static final AtomicReference<Egress> OF_PROCESS = new AtomicReference<>();

    /**
     * Reads HTTPS_PROXY, HTTP_PROXY, NO_PROXY and AWS_CA_BUNDLE.
     *
     * @throws IllegalArgumentException with a message that starts with the wrong variable
     */
    public static Egress of(Map<String, String> environment) {
        Proxies proxies = Proxies.of(environment);
        String file = System.getProperty(TRUST_STORE) == null ? environment.getOrDefault(BUNDLE, "") : "";
        try {
            return new Egress(proxies, file.isBlank() ? null : CaBundle.read(Path.of(file)));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(BUNDLE + ": " + e.getMessage(), e);
        }
    }

    /** Returns the default: the command's setting, or that of the environment. */
    public static Egress ofProcess() {
        return OF_PROCESS.updateAndGet(known -> known == null ? of(System.getenv()) : known);
    }

    /** Returns the bundle that the process has read; null for none. */
    static CaBundle knownBundle() {
        Egress known = OF_PROCESS.get();
        return known == null ? null : known.bundle;
    }

    public static void ofProcess(Egress egress) {
        OF_PROCESS.set(egress);
    }

    Egress through(Proxies others) {
        return new Egress(others, bundle);
    }
}
