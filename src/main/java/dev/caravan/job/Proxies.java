package dev.caravan.job;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The HTTP proxies of connections. This machine and link-local addresses, such as metadata and container credentials,
 * never use one.
 */
public final class Proxies {

    public static final Proxies NONE = new Proxies(Map.of(), NoProxy.parse("*"));

    /** Only connections with a proxy in Java's own properties use one. */
    static final Proxies USUAL = new Proxies(Map.of(), NoProxy.parse(""));

    /** Metadata addresses that aren't link-local: Amazon's over IPv6, Aliyun's, Tencent Cloud's. */
    private static final NoProxy OF_MACHINE = NoProxy.parse("fd00:ec2::/32,100.100.100.200,metadata.tencentyun.com");

    private final Map<String, Proxy> bySchemes;
    private final NoProxy exceptions;

    private Proxies(Map<String, Proxy> bySchemes, NoProxy exceptions) {
        this.bySchemes = bySchemes;
        this.exceptions = exceptions;
    }

    /** Uses one proxy for all connections. */
    public static Proxies through(Proxy proxy) {
        return new Proxies(Map.of("http", proxy, "https", proxy), NoProxy.parse(""));
    }

    /**
     * Reads HTTPS_PROXY, HTTP_PROXY and NO_PROXY, lower case first. Unset schemes use Java's own properties, such as
     * {@code https.proxyHost}.
     *
     * @throws IllegalArgumentException with the variable's name and a colon first, without its value
     */
    public static Proxies of(Map<String, String> environment) {
        Map<String, Proxy> proxies = new HashMap<>();
        for (String scheme : List.of("https", "http")) {
            String[] said = variable(scheme + "_proxy", environment);
            try {
                if (!said[1].isEmpty()) {
                    proxies.put(scheme, Proxy.parse(said[1]));
                }
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(said[0] + ": " + e.getMessage(), e);
            }
        }
        String exceptions = variable("no_proxy", environment)[1];
        return proxies.isEmpty() && exceptions.isEmpty() ? USUAL : new Proxies(proxies, NoProxy.parse(exceptions));
    }

    /** Returns the name by which a variable is set, and its value. */
    private static String[] variable(String lower, Map<String, String> environment) {
        String value = environment.getOrDefault(lower, "").strip();
        String upper = lower.toUpperCase(Locale.ROOT);
        return value.isEmpty()
                ? new String[] {upper, environment.getOrDefault(upper, "").strip()}
                : new String[] {lower, value};
    }

    /**
     * Returns the proxy of a connection; empty for none.
     *
     * @param scheme {@code http} or {@code https}
     * @param host isn't looked up
     * @param port negative for the scheme's default
     */
    public Optional<Proxy> to(String scheme, String host, int port) {
        String name = host.toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
        int number = port >= 0 ? port : scheme.equals("https") ? 443 : 80;
        if (isHere(name) || exceptions.matches(name, number)) {
            return Optional.empty();
        }
        Proxy proxy = bySchemes.get(scheme);
        return proxy != null ? Optional.of(proxy) : ofJava(scheme + "://" + name + ':' + number);
    }

    /** Returns the proxy at an address; empty for none. */
    public Optional<Proxy> at(String host, int port) {
        return bySchemes.values().stream()
                .filter(proxy -> proxy.host().equalsIgnoreCase(host) && proxy.port() == port)
                .findFirst();
    }

    private static boolean isHere(String name) {
        if (name.equals("localhost") || name.endsWith(".localhost") || OF_MACHINE.matches(name, 0)) {
            return true;
        }
        InetAddress address = NoProxy.address(name);
        return address != null
                && (address.isLoopbackAddress() || address.isLinkLocalAddress() || address.isAnyLocalAddress());
    }

    private static Optional<Proxy> ofJava(String url) {
        ProxySelector selector = ProxySelector.getDefault();
        if (selector == null) {
            return Optional.empty();
        }
        try {
            return selector.select(new URI(url)).stream()
                    .filter(proxy -> proxy.type() == java.net.Proxy.Type.HTTP)
                    .map(proxy -> (InetSocketAddress) proxy.address())
                    .map(address -> new Proxy(address.getHostString(), address.getPort(), "", ""))
                    .findFirst();
        } catch (URISyntaxException | IllegalArgumentException e) {
            // These properties can't name a host that no URI can name.
            return Optional.empty();
        }
    }
}
