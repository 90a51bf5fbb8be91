package dev.caravan.command.run;

import dev.caravan.finder.Found;
import dev.caravan.job.Job;
import dev.caravan.job.RunLimits;
import dev.caravan.message.Message;
import dev.caravan.message.ObjectMessage;
import dev.caravan.progress.Progress;
import dev.caravan.progress.Quantities;
import dev.caravan.store.DaemonThreads;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.TimeUnit;

/** Ends a comparison and its run when a limit is reached and work is left. */
final class EarlyEnd implements AutoCloseable {

    private final RunLimits limits;
    private final long began = System.nanoTime();
    private volatile EndedBy by = EndedBy.COMPLETE;
    private Thread timer;

    EarlyEnd(RunLimits limits) {
        this.limits = limits;
    }

    /** Returns a job's limits. A dry run has none, since it shows everything. */
    static EarlyEnd of(Job job) {
        return new EarlyEnd(job.dryRun() ? RunLimits.NONE : job.protection().limits());
    }

    /** Starts the time limit, counted from creation; {@code atDeadline} ends the run and must not block. */
    void watch(Runnable atDeadline) {
        if (limits.duration().isZero()) {
            return;
        }
        timer = DaemonThreads.one("caravan-max-duration", () -> await(atDeadline));
        timer.start();
    }

    private void await(Runnable atDeadline) {
        try {
            Duration left = limits.duration().minusNanos(System.nanoTime() - began);
            TimeUnit.MILLISECONDS.sleep(Math.max(0, left.toMillis()));
        } catch (InterruptedException e) {
            // The run has ended before.
            return;
        }
        end(EndedBy.MAX_DURATION);
        atDeadline.run();
    }

    /** Records what ends the run, unless something else has ended it. */
    synchronized void end(EndedBy what) {
        if (by == EndedBy.COMPLETE) {
            by = what;
        }
    }

    EndedBy by() {
        return by;
    }

    /** Takes back a time limit that has left nothing: what it found in progress was the last. */
    synchronized void settle(Progress.Snapshot run, boolean deletes) {
        boolean nothingLeft =
                run.allFound() && run.settled() == run.total() && (!deletes || run.extra() == run.deleted());
        if (nothingLeft) {
            close();
            by = by == EndedBy.MAX_DURATION ? EndedBy.COMPLETE : by;
        }
    }

    /** Wraps a comparison to end it at a limit if more follows. */
    Iterator<Message> over(Found differences) {
        if (limits.objects() == 0 && limits.bytes() == 0) {
            return differences;
        }
        return new Iterator<>() {
            private long objects;
            private long bytes;

            @Override
            public boolean hasNext() {
                if (!differences.hasNext()) {
                    return false;
                }
                boolean enough = limits.objects() > 0 && objects >= limits.objects();
                if (enough || (limits.bytes() > 0 && bytes >= limits.bytes())) {
                    end(enough ? EndedBy.MAX_OBJECTS : EndedBy.MAX_BYTES);
                    differences.cancel();
                    return false;
                }
                return true;
            }

            @Override
            public Message next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                Message message = differences.next();
                objects++;
                bytes += message instanceof ObjectMessage object ? object.size() : 0;
                return message;
            }
        };
    }

    /** Reports in one line which limit ended the run, and what is known of the rest. */
    void tell(Progress.Snapshot run, PrintWriter err) {
        if (!by.isLimit()) {
            return;
        }
        long left = run.total() - run.settled();
        err.println("ended by --" + by.word() + "; "
                + (left > 0
                        ? (run.totalKnown() ? "" : "at least ") + Quantities.objects(left) + " to copy are left"
                        : "some are left")
                + (run.totalKnown() ? "" : ", and what was not compared is unknown") + "; run it again to continue");
    }

    @Override
    public void close() {
        if (timer != null) {
            timer.interrupt();
        }
    }
}
