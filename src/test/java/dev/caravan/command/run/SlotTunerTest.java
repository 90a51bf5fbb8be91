package dev.caravan.command.run;

import static dev.caravan.local.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.caravan.command.run.Processors.Load;
import dev.caravan.job.Slots;
import dev.caravan.progress.Progress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SlotTunerTest {

    private static final long WINDOW = TimeUnit.MILLISECONDS.toNanos(100);

    private final SlotPool pool = new SlotPool("test", 4, 64);
    private final Semaphore begun = new Semaphore(0);
    private final Semaphore mayEnd = new Semaphore(0);
    private final AtomicInteger interrupted = new AtomicInteger();
    private long refused;
    private long windows;
    private long copied;

    @AfterEach
    void end() {
        pool.shutdownNow();
    }

    private void work() {
        try {
            begun.release();
            mayEnd.acquire();
        } catch (InterruptedException e) {
            interrupted.incrementAndGet();
        }
    }

    private void submit(int tasks) {
        for (int i = 0; i < tasks; i++) {
            pool.execute(this::work);
        }
    }

    /**
     * Returns a sample of a store whose rate is proportional to the number of slots: each slot moves four objects in a
     * sample.
     */
    private Progress.Snapshot sample() {
        copied += 4L * pool.slots();
        return new Progress.Snapshot(
                ++windows * WINDOW, false, 0, 0, 0, 0, 0, 0, -1, -1, copied, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    private SlotTuner tuner() {
        SlotTuner tuner = new SlotTuner(new Progress(), () -> refused, () -> Load.LOW);
        tuner.sample(sample());
        return tuner.adjust("slots", new Slots(4, 32), pool::isFull, pool::resize);
    }

    @Test
    void growsWithASlowStoreAndShrinksWhenItThrottlesWithoutInterruptingWork() throws Exception {
        submit(64);
        try (SlotTuner tuner = tuner()) {
            for (int i = 0; i < 20; i++) {
                tuner.sample(sample());
            }
            assertThat(pool.slots()).isEqualTo(32);
            begun.acquire(32);

            refused = 200;
            tuner.sample(sample());
            assertThat(pool.slots()).isEqualTo(22);
            assertThat(pool.getActiveCount()).as("work under way").isEqualTo(32);
        }
        mayEnd.release(64);
        pool.shutdown();
        assertThat(pool.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
        assertThat(pool.getCompletedTaskCount()).isEqualTo(64);
        assertThat(interrupted).hasValue(0);
    }

    @Test
    void threadsThatAreTooManyEndAfterTheirTask() throws Exception {
        submit(6);
        pool.resize(2);
        mayEnd.release(2);
        CountDownLatch next = new CountDownLatch(1);
        Future<?> last = pool.submit(next::countDown);
        mayEnd.release(4);
        last.get();
        await().until(() -> pool.getPoolSize() == 2);
        assertThat(interrupted).hasValue(0);
    }

    @Test
    void aTaskWaitsUntilThereIsRoom() throws Exception {
        submit(4 + 64);
        CountDownLatch submitted = new CountDownLatch(1);
        Thread waiting = new Thread(() -> {
            submit(1);
            submitted.countDown();
        });
        waiting.start();
        while (waiting.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        mayEnd.release(1);
        submitted.await();
        assertThat(pool.isFull()).isTrue();
    }

    @Test
    void takesNoTaskAfterItsEnd() {
        pool.shutdown();
        assertThatThrownBy(() -> submit(1)).isInstanceOf(RejectedExecutionException.class);
    }
}
