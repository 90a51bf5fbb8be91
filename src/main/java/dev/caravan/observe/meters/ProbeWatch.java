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

/** One probe and its last result. It runs in the background on request, never twice at a time. */
final class ProbeWatch {

    private final Probe probe;
    private final Executor threads;
    private final Duration fresh;
    private final Map<String, Since> states = new HashMap<>();
    private FutureTask<List<Finding>> look;
    private long begunNanos;

    private record Since(Probe.State state, Instant time) {}

    /** @param fresh how long a result is kept */
    ProbeWatch(Probe probe, Executor threads, Duration fresh) {
        this.probe = probe;
        this.threads = threads;
        this.fresh = fresh;
    }

    /** Starts the probe unless it runs or its result is fresh. */
    synchronized void refresh() {
        boolean old = System.nanoTime() - begunNanos > fresh.toNanos();
        if (look == null || (look.isDone() && old)) {
            look = new FutureTask<>(probe.look());
            begunNanos = System.nanoTime();
            threads.execute(look);
        }
    }

    /** Waits at most {@code nanos} for the probe; returns its findings, or a finding that it doesn't answer. */
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

    /** Returns the message of our exceptions, which hold no secrets; only the class of others. */
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

    /** A finding; {@code since} is when its state was first seen. */
    record Check(Finding finding, Instant since) {}
}
