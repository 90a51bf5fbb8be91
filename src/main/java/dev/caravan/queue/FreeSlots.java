package dev.caravan.queue;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Counts how many more messages can be received. No message is received that would wait here while another worker is
 * idle.
 */
public final class FreeSlots {

    private static final long LINGER_MS = 10;
    private static final long LOOK_MS = 200;

    private final Permits free = new Permits();
    private final Fuse fuse;
    private volatile Supplier<String> whyHeld = () -> "";
    private boolean opened;
    private volatile boolean closed;

    private volatile int slots;

    /** A semaphore that may become negative. */
    private static final class Permits extends Semaphore {
        private static final long serialVersionUID = 1L;

        Permits() {
            super(0);
        }

        void take(int permits) {
            reducePermits(permits);
        }
    }

    FreeSlots(int slots) {
        this.slots = slots;
        // Twice as many as can fail together because of one short disturbance.
        fuse = new Fuse(() -> 2 * count(), System::nanoTime);
    }

    synchronized void open() {
        opened = true;
        free.release(slots);
    }

    /** Waits for a slot, and briefly for more, as a request receives up to ten; returns the number, 0 once closed. */
    int take(int most) throws InterruptedException {
        while (!closed) {
            if (!whyHeld.get().isEmpty()) {
                TimeUnit.MILLISECONDS.sleep(LOOK_MS);
                continue;
            }
            if (free.tryAcquire(1, LOOK_MS, TimeUnit.MILLISECONDS)) {
                int allowed = fuse.allows(most);
                if (allowed == 0) {
                    free.release();
                    TimeUnit.MILLISECONDS.sleep(LOOK_MS);
                    continue;
                }
                int taken = 1;
                long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LINGER_MS);
                while (taken < allowed && free.tryAcquire(1, until - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    taken++;
                }
                return taken;
            }
        }
        return 0;
    }

    /** Gives no slots while {@code reason} returns one. */
    void holdWhile(Supplier<String> reason) {
        whyHeld = reason;
    }

    /** Returns why no slots are given; empty if they are. */
    public String whyHeld() {
        return whyHeld.get();
    }

    public int count() {
        return slots;
    }

    /** Changes the number of slots. Surplus slots end when they are given back. */
    public synchronized void resize(int count) {
        if (opened && count > slots) {
            free.release(count - slots);
        } else if (opened) {
            free.take(slots - count);
        }
        slots = count;
    }

    public boolean areTaken() {
        return free.availablePermits() <= 0;
    }

    void giveBack(int slots) {
        free.release(slots);
    }

    /** Returns the fuse, which receives the outcomes of messages and holds the slots while nothing succeeds. */
    public Fuse fuse() {
        return fuse;
    }

    /** Gives no more slots. */
    void close() {
        closed = true;
    }

    boolean isClosed() {
        return closed;
    }
}
