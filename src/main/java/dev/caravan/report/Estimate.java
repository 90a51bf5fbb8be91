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

/**
 * What a dry run finds out about the run that would follow: why how much would be copied, and by how many requests. Written by many
 * threads.
 */
public final class Estimate {

    /** Objects that would be copied for one reason. */
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

    /** @param systemProperties as {@link RequestPlan} reads them */
    public Estimate(Job job, Map<String, String> systemProperties, ObjectStore source, ObjectStore destination) {
        this.plan = new RequestPlan(job, systemProperties);
        this.source = new CountedStore(source);
        this.destination = new CountedStore(destination);
        for (Reason reason : Reason.values()) {
            counts.put(reason, new Count());
        }
    }

    /** To be listed instead of the source: the run that would follow lists as this one does. */
    public ObjectStore source() {
        return source;
    }

    /** To be listed instead of the destination. */
    public ObjectStore destination() {
        return destination;
    }

    /** An object would be copied. Its reason is kept until it is told, so that there is only one for each object on its way there. */
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

    /** Why an object would be copied, in a few words; to be asked once. */
    public String why(String key) {
        Reason reason = untold.remove(key);
        return reason == null ? "" : reason.words();
    }

    public void extra(ObjectSummary object) {
        extraBytes.add(object.size());
    }

    /** An object would be deleted, if the source, asked again, still doesn't have it. */
    public void deleted() {
        deletes.increment();
        sourceReads.add(plan.readsBeforeDelete());
    }

    /** Objects that would be copied for a reason. */
    long objects(Reason reason) {
        return counts.get(reason).objects.sum();
    }

    /** Their bytes. */
    long bytes(Reason reason) {
        return counts.get(reason).bytes.sum();
    }

    /** Of what only the destination has. */
    long extraBytes() {
        return extraBytes.sum();
    }

    long deletes() {
        return deletes.sum();
    }

    /** Bytes that would be read here; what the service copies is not among them. */
    long bytes() {
        return bytes.sum();
    }

    /** Requests to the source that are priced like PUT, COPY, POST and LIST. */
    long sourceLists() {
        return source.lists();
    }

    /** Requests to the source that are priced like GET. */
    long sourceReads() {
        return sourceReads.sum() + source.reads();
    }

    /** Requests to the destination that are priced like PUT, COPY, POST and LIST. */
    long destinationWrites() {
        return destinationWrites.sum() + destination.lists();
    }

    /** Requests to the destination that are priced like GET. */
    long destinationReads() {
        return destinationReads.sum() + destination.reads();
    }
}
