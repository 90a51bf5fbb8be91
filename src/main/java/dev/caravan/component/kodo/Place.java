package dev.caravan.component.kodo;

import dev.caravan.job.Printable;
import dev.caravan.store.InvalidException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.apache.http.HttpHost;

/**
 * Where requests of one kind go.
 *
 * @param target host and port to connect to
 * @param host the {@code Host} header, without a default port
 */
record Place(HttpHost target, String host) {

    /**
     * Reads a URL that has a host, and maybe a port, and nothing else.
     *
     * @param what it is, for messages
     */
    static Place of(String what, String text) {
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
        if (!url.getRawPath().isEmpty() || url.getRawQuery() != null || url.getRawUserInfo() != null) {
            throw bad(what, "may name a host and a port only", text, null);
        }
        String scheme = url.getScheme().toLowerCase(Locale.ROOT);
        boolean usualPort = url.getPort() < 0 || url.getPort() == (scheme.equals("https") ? 443 : 80);
        String host = usualPort ? url.getHost() : url.getHost() + ":" + url.getPort();
        return new Place(new HttpHost(url.getHost(), url.getPort(), scheme), host);
    }

    private static InvalidException bad(String what, String why, String text, Exception cause) {
        return new InvalidException("the " + what + " " + why + ": " + Printable.of(text), 0, "InvalidEndpoint", cause);
    }

    /** The same machine under the name of a host below it. */
    Place below(String label) {
        return new Place(target, label + "." + host);
    }

    /** What comes before the path in a URL; it is part of what a download's token signs. */
    String url() {
        return target.getSchemeName() + "://" + host;
    }
}
