package dev.caravan.transfer;

import dev.caravan.job.Printable;
import dev.caravan.progress.PassingFailures;
import dev.caravan.store.Failures;
import dev.caravan.store.SendAgainException;
import dev.caravan.store.StoreException;
import dev.caravan.store.ThrottledException;
import dev.caravan.store.TransientException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Repeats a request with the same numbers as the routes' policy for parts.
 *
 * @param redeliveries how often a failed request is repeated
 * @param otherForms how often it is repeated with the content in another form
 * @param first pause after the first failure in milliseconds; each further one doubles, ±30 %
 * @param longest pause in milliseconds
 * @param passing counts the repeated failures
 */
public record Retry(int redeliveries, int otherForms, long first, long longest, PassingFailures passing) {

    private static final Logger LOG = LoggerFactory.getLogger("dev.caravan.copy");

    private static final double SPREAD = 0.3;

    /** Makes the request until it succeeds; throws the last failure. */
    void run(Transfer transfer, Runnable request) {
        long pause = first;
        for (int failures = 1; ; failures++) {
            try {
                request.run();
                return;
            } catch (TransientException | ThrottledException e) {
                int most = e instanceof SendAgainException ? otherForms : redeliveries;
                if (failures > most) {
                    throw e;
                }
                long failedAt = System.nanoTime();
                await(pause);
                tell(transfer, null, failedAt, e, passing);
            }
            pause = Math.min(longest, 2 * pause);
        }
    }

    private static void await(long pause) {
        double spread = 1 + SPREAD * (2 * ThreadLocalRandom.current().nextDouble() - 1);
        try {
            TimeUnit.MILLISECONDS.sleep(Math.round(pause * spread));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoppedException();
        }
    }

    /** Counts a failure that is repeated, of a part by its number or of another request (null); logs it at DEBUG. */
    public static void tell(Transfer transfer, Integer part, long failedAt, Throwable cause, PassingFailures passing) {
        passing.add(transfer.message().key(), why(cause), 0);
        if (LOG.isDebugEnabled()) {
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
