package dev.caravan.command.run;

import dev.caravan.fleet.Drain;
import dev.caravan.store.DaemonThreads;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/** Halts the process of a worker that doesn't end in time. Closing it cancels that. */
public final class LastResort implements AutoCloseable {

    private static final long LINE_MILLIS = 500;

    private final Thread thread;

    /** Starts a thread that halts the process if the worker still runs the given time after its drain began. */
    public LastResort(Drain drain, Duration time, PrintWriter err, IntConsumer halt) {
        thread = DaemonThreads.one("caravan-last-resort", () -> {
            try {
                Drain.Reason reason = drain.await();
                TimeUnit.NANOSECONDS.sleep(time.toNanos());
                tell(time, err);
                halt.accept(reason.exitCode() == ExitCode.DONE ? ExitCode.RUN_FAILED : reason.exitCode());
            } catch (InterruptedException e) {
                // It ended in time.
                Thread.currentThread().interrupt();
            }
        });
        thread.start();
    }

    /** Prints a line in another thread, since standard error may be what blocks the process. */
    private static void tell(Duration time, PrintWriter err) throws InterruptedException {
        Thread line = DaemonThreads.one(
                "caravan-last-line",
                () -> err.println(
                        "worker: not ended within " + time.toMillis() / 1000.0
                                + " s: the process ends now, and its messages return to the queue after their visibility timeout"));
        line.start();
        line.join(LINE_MILLIS);
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
