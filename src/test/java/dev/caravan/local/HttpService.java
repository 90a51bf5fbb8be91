package dev.caravan.local;

import java.io.EOFException;
import java.io.IOException;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Turns an exchange into a response: applies faults, checks access first, and writes errors in the protocol's form. */
final class HttpService {
    private final Protocol protocol;
    private final Faults faults;
    private final Requests requests;
    private final AtomicLong ids = new AtomicLong(System.nanoTime());

    HttpService(Protocol protocol, Faults faults, Requests requests) {
        this.protocol = protocol;
        this.faults = faults;
        this.requests = requests;
    }

    Requests requests() {
        return requests;
    }

    HttpResponse serve(Exchange exchange) throws IOException {
        String id = String.format(Locale.ROOT, "%016X", ids.incrementAndGet() * 0x9E3779B97F4A7C15L);
        HttpResponse response;
        try {
            try {
                exchange.parse(protocol);
                exchange.faults(faults.of(exchange.toRecord(0, null)));
                response = withFaults(exchange, id);
            } catch (EOFException e) {
                throw S3Error.badRequest(
                        "IncompleteBody",
                        "You did not provide the number of bytes specified by the Content-Length HTTP header");
            }
        } catch (S3Error e) {
            response = error(exchange, e, id);
        } catch (ConnectionReset e) {
            requests.answered(exchange, 0, null);
            throw e;
        } catch (RuntimeException e) {
            // A bug of this server. The log keeps the trace, because the client only sees a retryable 500.
            System.Logger log = System.getLogger(HttpService.class.getName());
            log.log(
                    System.Logger.Level.ERROR,
                    exchange.http().method() + " " + exchange.http().path(),
                    e);
            response = error(exchange, new S3Error(500, "InternalError", e.toString()), id);
        }
        protocol.stamp(response.header("Date", HttpDates.format(Instant.now())), id);
        requests.answered(exchange, response.status(), response.errorCode());
        return response;
    }

    private HttpResponse withFaults(Exchange exchange, String id) throws IOException {
        for (FaultAction action : exchange.faults()) {
            if (action instanceof FaultAction.Latency latency) {
                sleep(latency.time().toNanos());
            } else if (action instanceof FaultAction.Before before) {
                before.hook().run();
            } else if (action instanceof FaultAction.Answer answer) {
                S3Error error = injected(answer.status(), answer.code());
                throw answer.retryAfterSeconds() < 0
                        ? error
                        : error.header("Retry-After", Integer.toString(answer.retryAfterSeconds()));
            } else if (action instanceof FaultAction.Reset) {
                throw new ConnectionReset();
            } else if (action instanceof FaultAction.ErrorBody body) {
                return error(exchange, injected(200, body.code()), id);
            }
        }
        protocol.check(exchange);
        HttpResponse response = protocol.handle(exchange);
        for (FaultAction action : exchange.faults()) {
            if (action instanceof FaultAction.After after) {
                after.hook().run();
            } else if (action instanceof FaultAction.DoneThenAnswer answer) {
                throw injected(answer.status(), answer.code());
            } else if (action instanceof FaultAction.DoneThenReset) {
                throw new ConnectionReset();
            }
        }
        return response;
    }

    private HttpResponse error(Exchange exchange, S3Error error, String id) {
        return protocol.error(exchange, error, id).errorCode(error.code());
    }

    private static S3Error injected(int status, String code) {
        String message = switch (code) {
            case "SlowDown" -> "Please reduce your request rate.";
            case "InternalError" -> "We encountered an internal error. Please try again.";
            case "ServiceUnavailable" -> "Service is unable to handle request.";
            default -> "A fault was asked for: " + code;
        };
        return new S3Error(status, code, message);
    }

    private static void sleep(long nanos) {
        try {
            TimeUnit.NANOSECONDS.sleep(nanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
