package dev.caravan.local;

import java.io.IOException;
import java.util.Map;

/** The protocol of a provider's service on top of HTTP. Implementations are thread-safe. */
interface Protocol {
    /**
     * Returns the bucket and key of the request, or throws an {@link S3Error} if its target doesn't belong to this
     * service.
     */
    Target target(HttpRequest http, Map<String, String> query);

    Operation operation(HttpRequest http, Target target, Map<String, String> query);

    /** Accepts the request and sets its sender, or throws the error that the service returns. */
    void check(Exchange exchange);

    HttpResponse handle(Exchange exchange) throws IOException;

    /** Returns an error response in the service's format. */
    HttpResponse error(Exchange exchange, S3Error error, String requestId);

    /** Adds the headers that every response of the service has. */
    void stamp(HttpResponse response, String requestId);
}
