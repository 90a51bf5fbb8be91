package dev.caravan.store;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Recognises a store that can't be reached. This says nothing about the request that failed, so such an attempt doesn't
 * count for a while: the store may restart, or the network come back.
 */
public final class Outage {

    static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(10);
    // The longest pause between two attempts is less.
    private static final long ENDS_AFTER_NANOS = TimeUnit.MINUTES.toNanos(2);

    private static final int BAD_GATEWAY = 502;
    private static final int SERVICE_UNAVAILABLE = 503;

    private final LongSupplier successes;
    private final LongSupplier nanoTime;
    private long succeeded;
    private boolean known;
    private long began;
    private long last;

    /** Creates one for requests that are made one after the other: the outage is over when one succeeds. */
    public Outage() {
        this(() -> 0);
    }

    /** @param successes returns how many objects have succeeded so far */
    public Outage(LongSupplier successes) {
        this(successes, System::nanoTime);
    }

    Outage(LongSupplier successes, LongSupplier nanoTime) {
        this.successes = successes;
        this.nanoTime = nanoTime;
    }

    /** Returns whether a failed attempt is due to an outage that isn't too long yet. */
    public synchronized boolean excuses(Throwable failure) {
        if (!isUnreachable(failure) && !(isOfGateway(failure) && nothingSucceeds())) {
            return false;
        }
        long now = nanoTime.getAsLong();
        if (!known || now - last > ENDS_AFTER_NANOS) {
            known = true;
            began = now;
        }
        last = now;
        return now - began < LONGEST_NANOS;
    }

    /** Returns whether there was no connection: to the server, to the proxy, or from the proxy to the server. */
    public static boolean isUnreachable(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException || cause instanceof UnknownHostException) {
                return true;
            }
        }
        return false;
    }

    /**
     * Returns whether a gateway answers that it has no server. A store's own refusal has a code, except for HEAD. A
     * gateway answers the same if its server fails at a certain object.
     */
    private static boolean isOfGateway(Throwable failure) {
        return Failures.innermost(failure) instanceof StoreException refusal
                && refusal.code().isEmpty()
                && (refusal.status() == BAD_GATEWAY || refusal.status() == SERVICE_UNAVAILABLE);
    }

    /** Returns whether no object has succeeded since the last call. */
    private boolean nothingSucceeds() {
        long before = succeeded;
        succeeded = successes.getAsLong();
        return succeeded == before;
    }
}
