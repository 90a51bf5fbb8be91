package dev.caravan.flow;

import dev.caravan.store.SendAgainException;
import dev.caravan.store.ThrottledException;
import dev.caravan.store.TransientException;
import dev.caravan.transfer.StoppedException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;

/** Repeats a request that may succeed the next time, by the same numbers as the policy {@code retry-part} of the routes. */
final class Again {

    /** A request that fails with what it throws. */
    @FunctionalInterface
    interface Request {
        void make() throws Exception;
    }

    private static final double SPREAD = 0.3;

    private final Exchange exchange;
    private final int redeliveries;
    private final int otherForms;
    private final long first;
    private final long longest;

    Again(Exchange exchange) {
        this.exchange = exchange;
        redeliveries = (int) number("caravan.redeliveries");
        otherForms = (int) number("caravan.form.redeliveries");
        first = number("caravan.redelivery.delay");
        longest = number("caravan.redelivery.longest");
    }

    private long number(String property) {
        CamelContext context = exchange.getContext();
        return Long.parseLong(context.resolvePropertyPlaceholders("{{" + property + "}}"));
    }

    /** Makes the request until it succeeds, or throws the last failure. */
    void run(Request request) throws Exception {
        long pause = first;
        for (int failures = 1; ; failures++) {
            try {
                request.make();
                return;
            } catch (TransientException | ThrottledException e) {
                int most = e instanceof SendAgainException ? otherForms : redeliveries;
                if (failures > most) {
                    throw e;
                }
                await(pause, e);
            }
            pause = Math.min(longest, 2 * pause);
        }
    }

    private void await(long pause, Exception failure) throws Exception {
        Calls.caught(exchange, failure);
        Calls.step(exchange, "attemptFailed");
        double spread = 1 + SPREAD * (2 * ThreadLocalRandom.current().nextDouble() - 1);
        try {
            TimeUnit.MILLISECONDS.sleep(Math.round(pause * spread));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoppedException();
        }
        Calls.step(exchange, "triedAgain");
    }
}
