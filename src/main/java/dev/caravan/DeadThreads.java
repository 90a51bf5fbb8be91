package dev.caravan;

import dev.caravan.command.run.ExitCode;
import java.io.PrintWriter;
import java.util.function.IntConsumer;

/**
 * Ends the process if a thread ends by an error of Java, such as too many threads: others would wait for its work
 * forever. A run that is killed continues with the next one.
 *
 * @param halt ends the process with an exit code
 */
record DeadThreads(PrintWriter err, IntConsumer halt) implements Thread.UncaughtExceptionHandler {

    @Override
    public void uncaughtException(Thread thread, Throwable e) {
        if (!(e instanceof VirtualMachineError)) {
            err.println("caravan: the thread " + thread.getName() + " ended:");
            e.printStackTrace(err);
            return;
        }
        boolean tooMany = String.valueOf(e.getMessage()).contains("native thread");
        err.println("caravan: "
                + (tooMany
                        ? "no more threads can be started: lower --slots and --part-slots, or raise the limit of processes"
                                + " (ulimit -u, or that of the container)"
                        : "the thread " + thread.getName() + " ended: " + e));
        err.flush();
        halt.accept(ExitCode.RUN_FAILED);
    }
}
