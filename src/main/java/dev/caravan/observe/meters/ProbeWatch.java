package dev.caravan.observe.meters;

import dev.caravan.observe.meters.Probe.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One probe and what it found last. It looks in the background, when somebody asks, and never twice at a time. */
final class ProbeWatch {

    private final Probe probe;
    private final Executor threads;
    private final Duration fresh;
    private final Map<String, Since> states = new HashMap<>();
    private FutureTask<List<Finding>> look;
    private long begunNanos;

    private record Since(Probe.State state, Instant time) {}

    /** @param fresh for so long an answer is not asked for again */
    ProbeWatch(Probe probe, Executor threads, Duration fresh) {
        this.probe = probe;
        this.threads = threads;
        this.fresh = fresh;
    }

    /** Has it look, unless it does so already or what it found is still fresh. */
    synchronized void refresh() {
        boolean old = System.nanoTime() - begunNanos > fresh.toNanos();
        if (look == null || (look.isDone() && old)) {
            look = new FutureTask<>(probe.look());
            begunNanos = System.nanoTime();
            threads.execute(look);
        }
    }

    /** Waits at most {@code nanos} for the probe. Returns its findings, or the finding that it does not answer. */
    List<Check> checks(long nanos) throws InterruptedException {
        FutureTask<List<Finding>> current;
        synchronized (this) {
            current = look;
        }
        List<Finding> found;
        try {
            found = current.get(Math.max(0, nanos), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            found = all("no answer so far, for " + seconds() + " s");
        } catch (ExecutionException e) {
            found = all(words(e.getCause()));
        }
        return found.stream().map(this::check).toList();
    }

    private synchronized long seconds() {
        return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begunNanos);
    }

    private List<Finding> all(String detail) {
        return probe.names().stream().map(name -> Finding.down(name, detail)).toList();
    }

    /** Of our own exceptions the message, which holds no secret; of a stranger's only what it is. */
    private static String words(Throwable failure) {
        return failure.getClass().getName().startsWith("dev.caravan.") && failure.getMessage() != null
                ? failure.getMessage()
                : failure.getClass().getSimpleName();
    }

    private synchronized Check check(Finding finding) {
        Since since = states.get(finding.name());
        if (since == null || since.state() != finding.state()) {
            since = new Since(finding.state(), Instant.now());
            states.put(finding.name(), since);
        }
        return new Check(finding, since.time());
    }

    /**
     * A finding.
     *
     * @param since when its state was first seen
     */
    record Check(Finding finding, Instant since) {}
}
