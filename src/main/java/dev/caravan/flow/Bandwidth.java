package dev.caravan.flow;

import java.io.InterruptedIOException;
import java.util.concurrent.TimeUnit;

/** A limit that all transfers share: whoever has read bytes waits until they are paid for. */
public final class Bandwidth {

    private final long own;
    private volatile long bytesPerSecond;
    private long paidUntil = System.nanoTime();

    /**
     * @param bytesPerSecond over all transfers together; 0 for no limit
     */
    public Bandwidth(long bytesPerSecond) {
        this.own = bytesPerSecond;
        this.bytesPerSecond = bytesPerSecond;
    }

    /** Sets another limit, which counts where it is the lower one; 0 for none. */
    public void limit(long other) {
        bytesPerSecond = own == 0 ? other : other == 0 ? own : Math.min(own, other);
    }

    /** Waits until so many bytes more are paid for. */
    public void take(int bytes) throws InterruptedIOException {
        long rate = bytesPerSecond;
        if (rate == 0) {
            return;
        }
        long wait = debt(bytes, rate, System.nanoTime());
        if (wait > 0) {
            try {
                TimeUnit.NANOSECONDS.sleep(wait);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while waiting for bandwidth");
            }
        }
    }

    /** How long to wait, in nanoseconds, after so many bytes more. Idle time is not saved up. */
    long debt(int bytes, long now) {
        return debt(bytes, bytesPerSecond, now);
    }

    private synchronized long debt(int bytes, long rate, long now) {
        long from = Math.max(paidUntil, now);
        paidUntil = from + (long) (bytes * 1e9 / rate);
        return paidUntil - now;
    }
}
