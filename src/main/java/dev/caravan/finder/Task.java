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

/**
 * What all ranges of a run share.
 *
 * @param listsDestination whether the destination is listed at all: not where everything is copied and nothing deleted
 * @param deletes whether what the destination has too much is deleted
 * @param protection what of the destination is neither overwritten nor deleted
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
        RepeatedKeys repeated,
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
                new RepeatedKeys(),
                job.compare() != CompareMode.ALWAYS || job.delete(),
                job.delete(),
                job.protection());
    }

    /** Returns whether a key of the source is moved, whatever the object is. */
    boolean accepts(String key) {
        return names.accept(key, sourceFrom());
    }

    /** Returns whether an object of the source is moved, whatever the destination has. */
    boolean accepts(ObjectSummary object, int nameFrom) {
        return names.accept(object.key(), nameFrom)
                && limits.leftOutBy(object.size(), object.lastModified(), object.storageClass()) == null;
    }

    /** Returns whether an object that only the destination has counts as one too many. */
    boolean acceptsExtra(ObjectSummary object, int nameFrom) {
        return names.accept(object.key(), nameFrom) && limits.leftOutBy(object.size(), object.lastModified()) == null;
    }

    /** Where in the source's keys the name begins that both sides share, in chars. */
    int sourceFrom() {
        String prefix = mapping.sourcePrefix();
        return prefix.length() - mapping.relative(prefix).length();
    }

    /** Where in the destination's keys the name begins that both sides share, in chars. */
    int destinationFrom() {
        return mapping.destinationPrefix().length();
    }

    PageReader readSource(KeyRange range) {
        return new PageReader(source, ListRequest.of(range.prefix(), range.after()), backoff, repeated);
    }

    PageReader readDestination(KeyRange range) {
        return new PageReader(
                destination,
                ListRequest.of(mapping.destinationKey(range.prefix()), destinationKeyOrNone(range.after())),
                backoff,
                repeated);
    }

    /** The destination's key for a boundary of a range; empty where there is no boundary. */
    String destinationKeyOrNone(String boundary) {
        return boundary.isEmpty() ? "" : mapping.destinationKey(boundary);
    }
}
