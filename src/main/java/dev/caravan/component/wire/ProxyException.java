package dev.caravan.component.wire;

import dev.caravan.job.Printable;
import dev.caravan.job.Proxy;
import java.io.IOException;

/** A proxy can't be reached, or doesn't do what it is asked. The message is one line, which names the proxy. */
public final class ProxyException extends IOException {

    private static final int PROXY_AUTHENTICATION_REQUIRED = 407;

    private ProxyException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Makes the exception of a proxy that takes no connection. */
    public static ProxyException unreachable(Proxy proxy, IOException cause) {
        String why = cause instanceof java.net.UnknownHostException
                ? "no such host"
                : cause.getMessage() == null ? cause.getClass().getSimpleName() : Printable.of(cause.getMessage());
        return new ProxyException("the proxy " + proxy + " can't be reached: " + why, cause);
    }

    /**
     * Makes the exception of a proxy's refusal.
     *
     * @param target that was asked for
     * @param status of the answer
     * @param reason the proxy's words behind the status; may be empty
     */
    public static ProxyException refused(Proxy proxy, String target, int status, String reason) {
        String words = reason.isBlank() ? "" : " " + Printable.of(reason.strip());
        return new ProxyException(
                "the proxy " + proxy + " refuses to connect to " + target + ": " + status + words + hint(proxy, status),
                null);
    }

    private static String hint(Proxy proxy, int status) {
        if (status == PROXY_AUTHENTICATION_REQUIRED) {
            return proxy.user().isEmpty()
                    ? " (it wants a user and a password, as in HTTPS_PROXY=http://user:password@host:port)"
                    : " (it doesn't accept the user " + Printable.of(proxy.user()) + " with this password)";
        }
        return switch (status) {
            case 403 -> " (its rules forbid it)";
            case 502, 503, 504 -> " (it doesn't reach it)";
            default -> "";
        };
    }

    /** Makes the exception of an answer that is no HTTP, or more than the head of one. */
    static ProxyException nonsense(Proxy proxy) {
        return new ProxyException(
                "the proxy " + proxy + " doesn't answer as an HTTP proxy does; is its address right?", null);
    }

    /**
     * Returns whether an answer to a request that a proxy hands on is more likely the proxy's than the store's. Stores number their
     * answers and write errors as XML or JSON.
     *
     * @param numbered whether the answer has a store's request id
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
