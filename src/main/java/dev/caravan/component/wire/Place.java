package dev.caravan.component.wire;

import dev.caravan.job.Printable;
import dev.caravan.store.InvalidException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.apache.hc.core5.http.HttpHost;

/**
 * Where requests of one kind go.
 *
 * @param target host and port to connect to
 * @param host the {@code Host} header, without a default port
 */
public record Place(HttpHost target, String host) {

    /**
     * Reads a URL that has a host, and maybe a port, and nothing else.
     *
     * @param what it is, for messages
     */
    public static Place of(String what, String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (!lower.startsWith("http://") && !lower.startsWith("https://")) {
            throw bad(what, "must begin with http:// or https://", text, null);
        }
        URI url;
        try {
            url = new URI(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
        } catch (URISyntaxException e) {
            throw bad(what, "is no URL", text, e);
        }
        if (url.getHost() == null) {
            throw bad(what, "names no host", text, null);
        }
        if (!url.getRawPath().isEmpty()
                || url.getRawQuery() != null
                || url.getRawFragment() != null
                || url.getRawUserInfo() != null) {
            throw bad(what, "may name a host and a port only", text, null);
        }
        return of(new HttpHost(
                url.getScheme().toLowerCase(Locale.ROOT), url.getHost().toLowerCase(Locale.ROOT), url.getPort()));
    }

    private static Place of(HttpHost target) {
        int usual = target.getSchemeName().equals("https") ? 443 : 80;
        boolean plain = target.getPort() < 0 || target.getPort() == usual;
        return new Place(target, plain ? target.getHostName() : target.getHostName() + ":" + target.getPort());
    }

    private static InvalidException bad(String what, String why, String text, Exception cause) {
        return new InvalidException("the " + what + " " + why + ": " + Printable.of(text), 0, "InvalidEndpoint", cause);
    }

    /** The same machine under the name of a host below it. */
    public Place below(String label) {
        return new Place(target, label + "." + host);
    }

    /** Another host, reached by the same protocol and port. */
    public Place at(String otherHost) {
        return of(new HttpHost(target.getSchemeName(), otherHost, target.getPort()));
    }

    /** What comes before the path in a URL; it is part of what a download's token signs. */
    public String url() {
        return target.getSchemeName() + "://" + host;
    }
}
