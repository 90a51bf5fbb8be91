package dev.caravan.observe.console;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import dev.caravan.observe.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Checks every request. A browser on this machine also runs foreign pages, which may reach this port by their own host
 * name (shown by Host) or from their own page (shown by Origin).
 */
final class Guard extends Filter {

    /** The content policy of our pages: own files only, no inline script or style. */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
            + " img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final Set<String> hosts;
    private final Set<String> origins;
    private final Password password;
    private final boolean posts;
    private final SignIns signIns;
    private final ClientThreads threads;

    /** Checks requests to these hosts and ports. The password is null for none; {@code posts} allows POST. */
    Guard(Set<String> hosts, Password password, boolean posts, SignIns signIns, ClientThreads threads) {
        this.hosts = hosts;
        this.origins = hosts.stream().map(host -> "http://" + host).collect(Collectors.toUnmodifiableSet());
        this.password = password;
        this.posts = posts;
        this.signIns = signIns;
        this.threads = threads;
    }

    @Override
    public String description() {
        return "lets only pages of this server through";
    }

    @Override
    public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
        protect(exchange.getResponseHeaders());
        exchange.setStreams(
                ClientThreads.from(exchange.getRequestBody()), ClientThreads.to(exchange.getResponseBody()));
        Headers asked = exchange.getRequestHeaders();
        String method = exchange.getRequestMethod();
        boolean post = method.equals("POST");
        if (!hosts.contains(only(asked, "Host"))) {
            Answer.text(exchange, 403, "This server is reached as 127.0.0.1 or localhost, with its own port.");
        } else if (isForeign(asked) || (post && !asked.containsKey("Origin"))) {
            Answer.text(exchange, 403, "Requests from other pages are refused.");
        } else if (password != null && !password.opens(only(asked, "Authorization"))) {
            refuse(exchange, asked.containsKey("Authorization"));
        } else if (post ? !posts : !method.equals("GET") && !method.equals("HEAD")) {
            exchange.getResponseHeaders().set("Allow", posts ? "GET, HEAD, POST" : "GET, HEAD");
            Answer.text(exchange, 405, "This can only be read.");
        } else if (!post && hasBody(asked)) {
            Answer.text(exchange, 400, "A request to read has no body.");
        } else {
            chain.doFilter(exchange);
        }
    }

    private static boolean hasBody(Headers asked) {
        return asked.containsKey("Transfer-Encoding")
                || (asked.containsKey("Content-Length")
                        && !only(asked, "Content-Length").equals("0"));
    }

    /** Refuses a request; delays the answer to a wrong password. Browsers first send none. */
    private void refuse(HttpExchange exchange, boolean wrong) throws IOException {
        if (wrong) {
            Duration wait = signIns.failed(exchange.getRemoteAddress().getAddress());
            threads.later(wait, () -> {
                try {
                    askForPassword(exchange);
                } catch (IOException e) {
                    // The client is gone.
                    exchange.close();
                }
            });
        } else {
            askForPassword(exchange);
        }
    }

    private static void askForPassword(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"caravan\", charset=\"UTF-8\"");
        Answer.text(exchange, 401, "A user and a password are required.");
    }

    private boolean isForeign(Headers asked) {
        if (asked.containsKey("Origin") && !origins.contains(only(asked, "Origin"))) {
            return true;
        }
        String site = only(asked, "Sec-Fetch-Site");
        boolean stranger = site.equals("cross-site") || site.equals("same-site");
        // Any page may link to here.
        return stranger && !only(asked, "Sec-Fetch-Mode").equals("navigate");
    }

    /** Returns a header's only value; empty if it is missing or repeated. */
    private static String only(Headers headers, String name) {
        var values = headers.get(name);
        return values == null || values.size() != 1 ? "" : values.get(0);
    }

    private static void protect(Headers headers) {
        headers.set("Content-Security-Policy", POLICY);
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("X-Frame-Options", "DENY");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
        headers.set("Cache-Control", "no-store");
    }
}
