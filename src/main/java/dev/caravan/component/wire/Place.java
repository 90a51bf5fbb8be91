package dev.caravan.component.wire;

import dev.caravan.job.Endpoint;
import dev.caravan.job.Printable;
import dev.caravan.store.InvalidException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.apache.hc.core5.http.HttpHost;

/**
 * The address of one kind of requests.
 *
 * @param target host and port to connect to
 * @param host the {@code Host} header, without a default port
 */
public record Place(HttpHost target, String host) {

    /** Reads a URL with a host and an optional port, and nothing else; {@code what} names it in messages. */
    public static Place of(String what, String text) {
        URI url = url(what, text);
        if (url.getRawUserInfo() != null) {
            throw new InvalidException("the " + what + " may not contain credentials", "InvalidEndpoint");
        }
        if (!url.getRawPath().isEmpty() || url.getRawQuery() != null || url.getRawFragment() != null) {
            throw bad(what, "may name a host and a port only", text, null);
        }
        return of(new HttpHost(
                url.getScheme().toLowerCase(Locale.ROOT), url.getHost().toLowerCase(Locale.ROOT), url.getPort()));
    }

    /** Reads a URL with a host, without a slash at its end; {@code what} names it in messages. */
    public static URI url(String what, String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (!lower.startsWith("http://") && !lower.startsWith("https://")) {
            throw bad(what, "must begin with http:// or https://", text, null);
        }
        try {
            URI url = new URI(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
            if (url.getHost() == null) {
                throw bad(what, "names no host", text, null);
            }
            if (!Endpoint.isPort(url.getPort())) {
                throw bad(what, "has a port that is not 1 to 65535", text, null);
            }
            return url;
        } catch (URISyntaxException e) {
            throw bad(what, "is no URL", text, e);
        }
    }

    public static Place of(HttpHost target) {
        int usual = target.getSchemeName().equals("https") ? 443 : 80;
        boolean plain = target.getPort() < 0 || target.getPort() == usual;
        return new Place(target, plain ? target.getHostName() : target.getHostName() + ":" + target.getPort());
    }

    private static InvalidException bad(String what, String why, String text, Exception cause) {
        return new InvalidException("the " + what + " " + why + ": " + Printable.of(text), 0, "InvalidEndpoint", cause);
    }

    /** Returns the subdomain of this name on the same machine. */
    public Place below(String label) {
        return new Place(target, label + "." + host);
    }

    /** Returns another host with the same protocol and port. */
    public Place at(String otherHost) {
        return of(new HttpHost(target.getSchemeName(), otherHost, target.getPort()));
    }

    /** Returns the URL without a path; it is part of a download token's signature. */
    public String url() {
        return target.getSchemeName() + "://" + host;
    }
}
