package dev.caravan.queue;

import dev.caravan.progress.FewLines;
import dev.caravan.store.Failures;
import java.util.function.UnaryOperator;
import org.apache.camel.Exchange;
import org.apache.camel.spi.ExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs failures of the receiving route's own steps in one line. Their messages return to the queue. */
public final class ReceiveFailures implements ExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger("dev.caravan.worker");

    private final FewLines lines = new FewLines();

    @Override
    public void handleException(Throwable failure) {
        String why = Failures.line(Failures.innermost(failure));
        lines.log(
                LOG,
                "a step of the route receive failed, the message returns to the queue: " + why,
                UnaryOperator.identity());
    }

    @Override
    public void handleException(String message, Throwable failure) {
        handleException(failure);
    }

    @Override
    public void handleException(String message, Exchange exchange, Throwable failure) {
        // Camel's consumer reports a failure twice.
        Receipt receipt = Receipt.of(exchange);
        if (receipt == null || receipt.tellFailure()) {
            handleException(failure);
        }
    }
}
