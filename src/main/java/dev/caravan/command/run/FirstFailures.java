package dev.caravan.command.run;

import dev.caravan.component.wire.StoreErrors;
import dev.caravan.job.Printable;
import dev.caravan.progress.Progress;
import dev.caravan.progress.Quantities;
import dev.caravan.store.DeniedException;
import dev.caravan.store.Failures;
import dev.caravan.store.InvalidException;
import dev.caravan.store.StoreException;
import java.util.function.Consumer;

/**
 * Ends a run whose first objects were all refused for the same reason: a key, a policy or an option is wrong, and all
 * others would fail too. After the first copy, only refused credentials end it, which have expired or were revoked,
 * a store that can't be reached at all or is full, and a bucket that is gone.
 * Workers don't need it: their queue returns denied messages one at a time while nothing succeeds.
 */
final class FirstFailures implements Consumer<Throwable> {

    private static final int LEAST_REFUSAL = 400;

    private final int most;
    private final Progress progress;
    private volatile Runnable end = () -> {};
    private String reason = "";
    private int count;
    private long copied;
    private volatile String line = "";

    /** @param most failures that end the run; 0 for never */
    FirstFailures(int most, Progress progress) {
        this.most = most;
        this.progress = progress;
    }

    void onEnd(Runnable action) {
        end = action;
    }

    /** Counts the failure of an object that failed for good. */
    @Override
    public void accept(Throwable failure) {
        if (most > 0 && !hasEnded() && isOneTooMany(failure)) {
            line = (copied == 0
                            ? "the first " + Quantities.objects(most) + " failed in the same way, and none was copied: "
                            : (isOfCredentials(failure) ? "the credentials are refused, " : "nothing gets through, ")
                                    + Quantities.objects(most)
                                    + " failed one after another: ")
                    + Printable.of(String.valueOf(failure.getMessage()))
                    + "; correct that and run it again, or continue with --stop-after 0";
            end.run();
        }
    }

    /** Counts failures of one reason without a copy between them. */
    private synchronized boolean isOneTooMany(Throwable failure) {
        long now = progress.copied();
        String obstacle = StoreErrors.obstacle(failure);
        String why = obstacle.isEmpty() && (now == 0 || isOfCredentials(failure)) ? reason(failure) : obstacle;
        if (why.isEmpty()) {
            count = 0;
        } else {
            count = why.equals(reason) && now == copied ? count + 1 : 1;
        }
        reason = why;
        copied = now;
        return count == most;
    }

    private static boolean isOfCredentials(Throwable failure) {
        return failure instanceof DeniedException denied && denied.ofCaller();
    }

    /** Returns a store's reason that may concern all objects, unlike an archived object or a key that is too long. */
    private static String reason(Throwable failure) {
        boolean refusal = failure instanceof DeniedException || failure instanceof InvalidException;
        return refusal && ((StoreException) failure).status() >= LEAST_REFUSAL
                ? Failures.kind(failure) + " " + ((StoreException) failure).code()
                : "";
    }

    boolean hasEnded() {
        return !line.isEmpty();
    }

    /** Returns why the run was ended; empty if it wasn't. */
    String line() {
        return line;
    }
}
