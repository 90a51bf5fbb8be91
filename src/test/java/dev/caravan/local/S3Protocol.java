package dev.caravan.local;

import java.io.IOException;
import java.util.Map;

/** The protocol of Amazon S3. */
final class S3Protocol implements Protocol {
    private final Access access;
    private final S3Handler handler;

    S3Protocol(Access access, S3Handler handler) {
        this.access = access;
        this.handler = handler;
    }

    @Override
    public Target target(HttpRequest http, Map<String, String> query) {
        return Target.of(http);
    }

    @Override
    public Operation operation(HttpRequest http, Target target, Map<String, String> query) {
        return target.operation(http, query);
    }

    @Override
    public void check(Exchange exchange) {
        access.check(exchange);
    }

    @Override
    public HttpResponse handle(Exchange exchange) throws IOException {
        return handler.handle(exchange);
    }

    @Override
    public HttpResponse error(Exchange exchange, S3Error error, String requestId) {
        return error.response(exchange.http().path(), requestId);
    }

    @Override
    public void stamp(HttpResponse response, String requestId) {
        response.header("x-amz-request-id", requestId)
                .header("x-amz-id-2", LocalS3.HOST_ID)
                .header("Server", "LocalS3");
    }
}
