package dev.caravan.local;

import java.io.IOException;
import java.util.Map;

/** What a provider's service speaks on top of HTTP. Safe for many threads. */
interface Protocol {
    /** What the request is about; an {@link S3Error} if its target is none of this service's. */
    Target target(HttpRequest http, Map<String, String> query);

    Operation operation(HttpRequest http, Target target, Map<String, String> query);

    /** Lets the request pass, with its sender noted, or throws what the service answers. */
    void check(Exchange exchange);

    HttpResponse handle(Exchange exchange) throws IOException;

    /** An error as the service words it. */
    HttpResponse error(Exchange exchange, S3Error error, String requestId);

    /** Adds the headers that every answer has. */
    void stamp(HttpResponse response, String requestId);
}
