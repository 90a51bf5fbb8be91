package dev.caravan.finder;

import dev.caravan.job.CompareMode;
import dev.caravan.job.Job;
import dev.caravan.job.KeyMapping;
import dev.caravan.job.Limits;
import dev.caravan.job.NameFilter;
import dev.caravan.job.Protection;
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
 * @param listsDestination false if everything is copied and nothing deleted
 * @param deletes whether extra objects of the destination are deleted
 * @param protection the destination's objects that are neither overwritten nor deleted
 */
record Task(
        ObjectStore source,
        ObjectStore destination,
        KeyMapping mapping,
        NameFilter names,
        Limits.At limits,
        Comparison comparison,
        FinderListener listener,
        Handover handover,
        Extras extras,
        Backoff backoff,
        AtomicBoolean repeats,
        boolean listsDestination,
        boolean deletes,
        Protection protection) {

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
                job.keys(),
                selection.names(),
                selection.limits().at(Instant.now()),
                new Comparison(job.compare(), new SampledEtagTrust(source, destination)),
                listener,
                new Handover(),
                new Extras(job.maxDelete()),
                backoff,
                new AtomicBoolean(),
                job.compare() != CompareMode.ALWAYS || job.delete(),
                job.delete(),
                job.protection());
    }

    /** Returns whether a source key is moved, for any object. */
    boolean accepts(String key) {
        return names.accept(key, sourceFrom());
    }

    /** Returns whether a source object is moved, whatever the destination has. */
    boolean accepts(ObjectSummary object, int nameFrom) {
        return names.accept(object.key(), nameFrom)
                && limits.leftOutBy(object.size(), object.lastModified(), object.storageClass()) == null;
    }

    /** Returns whether an object of the destination only counts as extra. */
    boolean acceptsExtra(ObjectSummary object, int nameFrom) {
        return names.accept(object.key(), nameFrom) && limits.leftOutBy(object.size(), object.lastModified()) == null;
    }

    /** Returns the index in the source's keys at which the common name begins. */
    int sourceFrom() {
        String prefix = mapping.sourcePrefix();
        return prefix.length() - mapping.relative(prefix).length();
    }

    /** Returns the index in the destination's keys at which the common name begins. */
    int destinationFrom() {
        return mapping.destinationPrefix().length();
    }

    PageReader readSource(KeyRange range) {
        return new PageReader(source, ListRequest.of(range.prefix(), range.after()), backoff, repeats);
    }

    PageReader readDestination(KeyRange range) {
        return new PageReader(
                destination,
                ListRequest.of(mapping.destinationKey(range.prefix()), destinationKeyOrNone(range.after())),
                backoff,
                repeats);
    }

    /** Returns the destination's key for a range's boundary; empty for no boundary. */
    String destinationKeyOrNone(String boundary) {
        return boundary.isEmpty() ? "" : mapping.destinationKey(boundary);
    }
}
