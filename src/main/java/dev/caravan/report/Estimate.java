package dev.caravan.report;

import dev.caravan.finder.Reason;
import dev.caravan.job.Job;
import dev.caravan.store.ObjectStore;
import dev.caravan.store.ObjectSummary;
import dev.caravan.transfer.RequestPlan;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** What a dry run finds out: how much would be copied for which reason, and the number of requests. Thread-safe. */
public final class Estimate {

    /** The objects to copy for one reason. */
    private static final class Count {
        private final LongAdder objects = new LongAdder();
        private final LongAdder bytes = new LongAdder();
    }

    private final RequestPlan plan;
    private final CountedStore source;
    private final CountedStore destination;
    private final Map<Reason, Count> counts = new EnumMap<>(Reason.class);
    private final Map<String, Reason> untold = new ConcurrentHashMap<>();
    private final LongAdder extraBytes = new LongAdder();
    private final LongAdder deletes = new LongAdder();
    private final LongAdder sourceReads = new LongAdder();
    private final LongAdder destinationWrites = new LongAdder();
    private final LongAdder destinationReads = new LongAdder();
    private final LongAdder bytes = new LongAdder();

    /** Prepares an estimate; {@code systemProperties} are read by {@link RequestPlan}. */
    public Estimate(Job job, Map<String, String> systemProperties, ObjectStore source, ObjectStore destination) {
        this.plan = new RequestPlan(job, systemProperties);
        this.source = new CountedStore(source);
        this.destination = new CountedStore(destination);
        for (Reason reason : Reason.values()) {
            counts.put(reason, new Count());
        }
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
    public void found(ObjectSummary object, Reason reason) {
        Count count = counts.get(reason);
        count.objects.increment();
        count.bytes.add(object.size());
        RequestPlan.Requests requests = plan.of(object);
        sourceReads.add(requests.sourceReads());
        destinationWrites.add(requests.destinationWrites());
        destinationReads.add(requests.destinationReads());
        bytes.add(requests.bytes());
        untold.put(object.key(), reason);
    }

    /** Returns why an object would be copied, in a few words, once. */
    public String why(String key) {
        Reason reason = untold.remove(key);
        return reason == null ? "" : reason.words();
    }

    public void extra(ObjectSummary object) {
        extraBytes.add(object.size());
    }

    /** Counts an object that would be deleted if the source, asked again, still doesn't have it. */
    public void deleted() {
        deletes.increment();
        sourceReads.add(plan.readsBeforeDelete());
    }

    /** Returns how many objects would be copied for a reason. */
    long objects(Reason reason) {
        return counts.get(reason).objects.sum();
    }

    long bytes(Reason reason) {
        return counts.get(reason).bytes.sum();
    }

    /** Returns the bytes of extra objects at the destination. */
    long extraBytes() {
        return extraBytes.sum();
    }

    long deletes() {
        return deletes.sum();
    }

    /** Returns the bytes to read on this machine, without service copies. */
    long bytes() {
        return bytes.sum();
    }

    /** Returns the source requests at the price of PUT, COPY, POST and LIST. */
    long sourceLists() {
        return source.lists();
    }

    /** Returns the source requests at the price of GET. */
    long sourceReads() {
        return sourceReads.sum() + source.reads();
    }

    /** Returns the destination requests at the price of PUT, COPY, POST and LIST. */
    long destinationWrites() {
        return destinationWrites.sum() + destination.lists();
    }

    /** Returns the destination requests at the price of GET. */
    long destinationReads() {
        return destinationReads.sum() + destination.reads();
    }
}
