package dev.caravan.flow;

import dev.caravan.job.Printable;
import dev.caravan.store.Failures;
import dev.caravan.store.StoreException;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells at DEBUG why an object, a part or a request to complete an upload is tried again. */
final class Retries {

    private static final Logger LOG = LoggerFactory.getLogger("dev.caravan.worker");

    private static final String FAILED_AT = "CaravanFailedAt";

    private Retries() {}

    /** What the routes' error handlers call, by the names that they call them. */
    static Map<String, Processor> byName() {
        return Map.of("attemptFailed", Retries::attemptFailed, "triedAgain", Retries::triedAgain);
    }

    private static void attemptFailed(Exchange exchange) {
        if (LOG.isDebugEnabled()) {
            exchange.setProperty(FAILED_AT, System.nanoTime());
        }
    }

    /** After the wait, before the next attempt. */
    private static void triedAgain(Exchange exchange) {
        Throwable cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        Transfer transfer = Transfer.of(exchange);
        if (LOG.isDebugEnabled() && cause != null && transfer != null) {
            Integer part = exchange.getProperty(MultipartSteps.PART, Integer.class);
            long failedAt = exchange.getProperty(FAILED_AT, System.nanoTime(), Long.class);
            LOG.debug(
                    "trying {}{} again after {} ms: {}",
                    Printable.quoted(transfer.message().key()),
                    part == null ? "" : " part " + part,
                    (System.nanoTime() - failedAt) / 1_000_000,
                    why(cause));
        }
    }

    private static String why(Throwable cause) {
        String line = Failures.line(cause);
        boolean untold =
                cause instanceof StoreException refusal && !refusal.code().isEmpty() && !line.contains(refusal.code());
        return untold ? line + " (" + ((StoreException) cause).code() + ")" : line;
    }
}
