package dev.caravan.queue;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** How many messages more may be taken up. Nothing is received that would have to wait here while another worker is idle. */
final class FreeSlots {

    private static final long LINGER_MS = 10;
    private static final long LOOK_MS = 200;

    private final Permits free = new Permits();
    private final Fuse fuse;
    private volatile Supplier<String> whyHeld = () -> "";
    private boolean opened;
    private volatile boolean closed;

    private volatile int slots;

    /** May have fewer than none, until some are given back. */
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

    /** From now on there are slots. */
    synchronized void open() {
        opened = true;
        free.release(slots);
    }

    /**
     * Waits for a free slot, and a little for more of them: a request brings up to ten messages.
     *
     * @param most at least 1
     * @return how many were taken, at most {@code most}; 0 once this is closed
     */
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

    /** Nobody gets a slot while this answers with a reason. */
    void holdWhile(Supplier<String> reason) {
        whyHeld = reason;
    }

    /** Returns why nobody gets a slot; empty where slots are given. */
    String whyHeld() {
        return whyHeld.get();
    }

    int count() {
        return slots;
    }

    /** Changes the number of slots. Of fewer, those that are too many end as they are given back. */
    synchronized void resize(int count) {
        if (opened && count > slots) {
            free.release(count - slots);
        } else if (opened) {
            free.take(slots - count);
        }
        slots = count;
    }

    boolean areTaken() {
        return free.availablePermits() <= 0;
    }

    void giveBack(int slots) {
        free.release(slots);
    }

    /** Who is told what becomes of messages, and has the slots wait while nothing succeeds. */
    Fuse fuse() {
        return fuse;
    }

    /** From now on nobody gets a slot. */
    void close() {
        closed = true;
    }

    boolean isClosed() {
        return closed;
    }
}
