package dev.caravan.progress;

import java.net.ConnectException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Recognises a store that takes no connections. This says nothing about the object that needed one, so such a failed
 * attempt doesn't count for a while: the store may restart, or the network come back.
 */
public final class Outage {

    static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(10);
    // The longest pause between two attempts at an object is less.
    private static final long ENDS_AFTER_NANOS = TimeUnit.MINUTES.toNanos(2);

    private final LongSupplier nanoTime;
    private boolean known;
    private long began;
    private long last;

    Outage() {
        this(System::nanoTime);
    }

    Outage(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Returns whether a failed attempt is due to an outage that isn't too long yet. */
    public synchronized boolean excuses(Throwable failure) {
        Throwable cause = failure;
        while (cause != null && !(cause instanceof ConnectException)) {
            cause = cause.getCause();
        }
        if (cause == null) {
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
}
