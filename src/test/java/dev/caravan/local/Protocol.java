package dev.caravan.local;

import java.io.IOException;
import java.util.Map;

/** The protocol of a provider's service on top of HTTP. Thread-safe. */
interface Protocol {
    /**
     * Returns the bucket and key of the request, or throws an {@link S3Error} if its target doesn't belong to this
     * service.
     */
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
