package dev.caravan.finder;

import dev.caravan.store.ObjectSummary;
import dev.caravan.store.StoreException;

/** Receives a finder's results from many threads, for every object: implementations must be fast. */
public interface FinderListener {

    /**
     * Reports a page.
     *
     * @param sourceObjects number of the source's objects, including filtered ones; negative for objects left to
     *     another range, which counts them again
     * @param destinationObjects the same of the destination
     */
    default void listed(long sourceObjects, long destinationObjects) {}

    /** Reports the end of both listings; no object follows. */
    default void listedAll() {}

    /** Reports objects of the source that the job's options exclude. */
    default void excluded(long objects) {}

    /** Reports an object that the destination already has. */
    default void same(ObjectSummary source, ObjectSummary destination) {}

    /** Reports an object to copy; {@code destination} is null if it is missing or not listed. */
    default void different(ObjectSummary source, ObjectSummary destination, Reason reason) {}

    /** Reports a source key that is too long for any store. Only its beginning may be known. */
    default void refused(ObjectSummary source) {}

    /** Reports a listed key that the source doesn't have or that can't be looked up; only its key is known. */
    default void missing(ObjectSummary source, StoreException why) {}

    /** Reports a found object that can't be copied. */
    default void failed(ObjectSummary source, StoreException why) {}

    /** Reports a differing object that isn't copied, because the destination's must not be overwritten. */
    default void kept(ObjectSummary source, ObjectSummary destination, Reason reason) {
        different(source, destination, reason);
    }

    /** Reports an object that only the destination has, deleted or not. */
    default void extra(ObjectSummary destination) {}
}
