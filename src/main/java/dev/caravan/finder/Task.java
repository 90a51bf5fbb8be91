package dev.caravan.finder;

import dev.caravan.job.CompareMode;
import dev.caravan.job.Job;
import dev.caravan.job.KeyMapping;
import dev.caravan.job.Limits;
import dev.caravan.job.Selection;
import dev.caravan.store.Backoff;
import dev.caravan.store.ListRequest;
import dev.caravan.store.ObjectStore;
import dev.caravan.store.ObjectSummary;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The common parameters of a run's ranges.
 *
 * @param repeats whether a store was seen that repeats a key at the start of the next page
 */
record Task(
        ObjectStore source,
        ObjectStore destination,
        Job job,
        FinderListener listener,
        Selection selection,
        Backoff backoff,
        Limits.At limits,
        Comparison comparison,
        Handover handover,
        Extras extras,
        AtomicBoolean repeats) {

    static Task of(
            ObjectStore source,
            ObjectStore destination,
            Job job,
            FinderListener listener,
            Selection selection,
            Backoff backoff) {
        return new Task(
                source,
                destination,
                job,
                listener,
                selection,
                backoff,
                selection.limits().at(Instant.now()),
                new Comparison(job.compare(), new SampledEtagTrust(source, destination)),
                new Handover(),
                new Extras(job.maxDelete()),
                new AtomicBoolean());
    }

    KeyMapping mapping() {
        return job.keys();
    }

    /** Returns false if everything is copied and nothing deleted. */
    boolean listsDestination() {
        return job.compare() != CompareMode.ALWAYS || job.delete();
    }

    /** Returns whether a source key is moved, for any object. */
    boolean accepts(String key) {
        return selection.names().accept(key, sourceFrom());
    }

    /** Returns whether a source object is moved, whatever the destination has. */
    boolean accepts(ObjectSummary object, int nameFrom) {
        return selection.names().accept(object.key(), nameFrom)
                && limits.leftOutBy(object.size(), object.lastModified(), object.storageClass()) == null;
    }

    /** Returns whether an object of the destination only counts as extra. */
    boolean acceptsExtra(ObjectSummary object, int nameFrom) {
        return selection.names().accept(object.key(), nameFrom)
                && limits.leftOutBy(object.size(), object.lastModified()) == null;
    }

    /** Returns the index in the source's keys at which the common name begins. */
    int sourceFrom() {
        String prefix = mapping().sourcePrefix();
        return prefix.length() - mapping().relative(prefix).length();
    }

    /** Returns the index in the destination's keys at which the common name begins. */
    int destinationFrom() {
        return mapping().destinationPrefix().length();
    }

    PageReader readSource(KeyRange range) {
        return new PageReader(source, ListRequest.of(range.prefix(), range.after()), backoff, repeats);
    }

    PageReader readDestination(KeyRange range) {
        return new PageReader(
                destination,
                ListRequest.of(mapping().destinationKey(range.prefix()), destinationKeyOrNone(range.after())),
                backoff,
                repeats);
    }

    /** Returns the destination's key for a range's boundary; empty for no boundary. */
    String destinationKeyOrNone(String boundary) {
        return boundary.isEmpty() ? "" : mapping().destinationKey(boundary);
    }
}
