package dev.caravan.report;

import dev.caravan.finder.Reason;
import dev.caravan.job.Job;
import dev.caravan.store.ObjectStore;
import dev.caravan.store.ObjectSummary;
import dev.caravan.transfer.RequestPlan;
import dev.caravan.transfer.RequestPlan.Requests;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/** The result of a dry run: objects and bytes by reason, and the number of requests. Thread-safe. */
public final class Estimate {

    /** Objects and their size. */
    record Count(long objects, long bytes) {

        static final Count NONE = new Count(0, 0);

        Count and(Count more) {
            return new Count(objects + more.objects, bytes + more.bytes);
        }
    }

    private final RequestPlan plan;
    private final CountedStore source;
    private final CountedStore destination;
    private final Map<Reason, Count> counts = new EnumMap<>(Reason.class);
    private final Map<String, Reason> untold = new HashMap<>();
    private Requests planned = Requests.NONE;
    private long extraBytes;
    private long deletes;

    /** Prepares an estimate; {@code systemProperties} are read by {@link RequestPlan}. */
    public Estimate(Job job, Map<String, String> systemProperties, ObjectStore source, ObjectStore destination) {
        this.plan = new RequestPlan(job, systemProperties);
        this.source = new CountedStore(source);
        this.destination = new CountedStore(destination);
    }

    /** Returns the source that counts the dry run's listings, which a real run would repeat. */
    public ObjectStore source() {
        return source;
    }

    /** Returns the destination that counts listings. */
    public ObjectStore destination() {
        return destination;
    }

    /** Counts an object to copy. Keeps its reason until {@link #why} takes it. */
    public synchronized void found(ObjectSummary object, Reason reason) {
        counts.merge(reason, new Count(1, object.size()), Count::and);
        planned = planned.and(plan.of(object));
        untold.put(object.key(), reason);
    }

    /** Returns why an object would be copied, in a few words, once. */
    public synchronized String why(String key) {
        Reason reason = untold.remove(key);
        return reason == null ? "" : reason.words();
    }

    public synchronized void extra(ObjectSummary object) {
        extraBytes += object.size();
    }

    /** Counts an object that would be deleted if the source, asked again, still doesn't have it. */
    public synchronized void deleted() {
        deletes++;
        planned = planned.and(new Requests(plan.readsBeforeDelete(), 0, 0, 0));
    }

    /** Returns what would be copied for a reason. */
    synchronized Count of(Reason reason) {
        return counts.getOrDefault(reason, Count.NONE);
    }

    /** Returns the bytes of extra objects at the destination. */
    synchronized long extraBytes() {
        return extraBytes;
    }

    synchronized long deletes() {
        return deletes;
    }

    /** Returns all requests by their price but {@link #sourceLists}; the bytes are without service copies. */
    synchronized Requests requests() {
        return planned.and(new Requests(source.reads(), destination.lists(), destination.reads(), 0));
    }

    /** Returns the source requests at the price of PUT, COPY, POST and LIST. */
    long sourceLists() {
        return source.lists();
    }
}
