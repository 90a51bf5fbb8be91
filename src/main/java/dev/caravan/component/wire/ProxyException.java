package dev.caravan.component.wire;

import dev.caravan.job.Printable;
import dev.caravan.job.Proxy;
import java.io.IOException;
import java.net.ConnectException;

/** Signals a proxy that can't be reached or refuses a request. The one-line message names the proxy. */
public final class ProxyException extends IOException {

    private static final int PROXY_AUTHENTICATION_REQUIRED = 407;

    private final boolean ofAll;

    private ProxyException(String message, Throwable cause) {
        this(message, cause, true);
    }

    private ProxyException(String message, Throwable cause, boolean ofAll) {
        super(message, cause);
        this.ofAll = ofAll;
    }

    /** Returns whether the failure concerns all requests to the store. A forwarding proxy may refuse some by rules. */
    boolean ofAll() {
        return ofAll;
    }

    public static ProxyException unreachable(Proxy proxy, IOException cause) {
        String why = cause instanceof java.net.UnknownHostException
                ? "no such host"
                : cause.getMessage() == null ? cause.getClass().getSimpleName() : Printable.of(cause.getMessage());
        return new ProxyException("the proxy " + proxy + " can't be reached: " + why, cause);
    }

    /**
     * Describes a proxy's refusal.
     *
     * @param tunnel whether it refuses a tunnel rather than one request
     * @param reason its status text; may be empty
     */
    public static ProxyException refused(Proxy proxy, String target, boolean tunnel, int status, String reason) {
        String words = reason.isBlank() ? "" : " " + Printable.of(reason.strip());
        return new ProxyException(
                "the proxy " + proxy + " refuses to connect to " + target + ": " + status + words + hint(proxy, status),
                status >= 502 && status <= 504 ? new ConnectException(target) : null,
                tunnel || status == PROXY_AUTHENTICATION_REQUIRED);
    }

    private static String hint(Proxy proxy, int status) {
        if (status == PROXY_AUTHENTICATION_REQUIRED) {
            return proxy.user().isEmpty()
                    ? " (it wants a user and a password: http://user:password@host:port)"
                    : " (it doesn't accept the user " + Printable.of(proxy.user()) + " with this password)";
        }
        return switch (status) {
            case 403 -> " (its rules forbid it)";
            case 502, 503, 504 -> " (it doesn't reach it)";
            default -> "";
        };
    }

    /** Describes a proxy that doesn't answer in time, or says too much. */
    static ProxyException exceeds(Proxy proxy, BoundExceededException bound) {
        return new ProxyException("the proxy " + proxy + ": " + bound.getMessage(), bound);
    }

    /** Describes an answer that isn't HTTP, or whose head is too long. */
    static ProxyException nonsense(Proxy proxy) {
        return new ProxyException(
                "the proxy " + proxy + " doesn't answer as an HTTP proxy does; is its address right?", null);
    }

    /**
     * Returns whether an answer comes from a forwarding proxy rather than from the store. Stores send request IDs and
     * write errors as XML or JSON.
     *
     * @param numbered whether the answer has a store's request ID
     * @param type its content type; may be empty
     */
    public static boolean isOfProxy(int status, boolean numbered, String type) {
        return switch (status) {
            case PROXY_AUTHENTICATION_REQUIRED -> true;
            case 403, 502, 503, 504 -> !numbered && !type.contains("xml") && !type.contains("json");
            default -> false;
        };
    }
}
