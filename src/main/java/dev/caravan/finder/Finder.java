package dev.caravan.finder;

import dev.caravan.job.Job;
import dev.caravan.store.Backoff;
import dev.caravan.store.ObjectStore;
import java.util.Iterator;
import java.util.List;

/**
 * Finds what must be done so that a destination has what the source has: lists both and compares. One finder is one
 * comparison. The stores stay the caller's to close.
 */
public final class Finder {

    private final Run run;
    private boolean started;

    /**
     * @param prefixes compares only what begins with one of these, from {@link PrefixList}; empty for the job's source prefix.
     *     What the destination has under other prefixes is left alone.
     */
    public Finder(
            ObjectStore source, ObjectStore destination, Job job, FinderListener listener, List<String> prefixes) {
        this(source, destination, job, listener, prefixes, Backoff.LISTING);
    }

    Finder(
            ObjectStore source,
            ObjectStore destination,
            Job job,
            FinderListener listener,
            List<String> prefixes,
            Backoff backoff) {
        Slots slots = new Slots(job.listers(), ranges(job, prefixes));
        this.run = new Run(Task.of(source, destination, job, listener, backoff), slots);
    }

    private static Iterator<KeyRange> ranges(Job job, List<String> prefixes) {
        String prefix = job.source().prefix();
        if (prefixes.isEmpty()) {
            return List.of(job.object() ? KeyRange.ofKey(prefix) : KeyRange.of(prefix))
                    .iterator();
        }
        return PrefixList.disjoint(prefixes).stream().map(KeyRange::of).iterator();
    }

    /** Starts listing. May be called once. */
    public Differences differences() {
        if (started) {
            throw new IllegalStateException("a finder compares once");
        }
        started = true;
        run.start();
        return new Differences(run);
    }
}
