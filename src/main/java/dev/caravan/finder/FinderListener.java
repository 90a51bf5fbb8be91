package dev.caravan.finder;

import dev.caravan.store.ObjectSummary;
import dev.caravan.store.StoreException;

/** Is told what a finder sees, from many threads at once and for every object: implementations must be cheap. */
public interface FinderListener {

    /** Listens to nothing. */
    FinderListener NONE = new FinderListener() {};

    /**
     * A page was read.
     *
     * @param sourceObjects so many more objects of the source, those left out by filters included; negative where objects that were
     *     counted are left to another range, which counts them again
     * @param destinationObjects the same of the destination
     */
    default void listed(long sourceObjects, long destinationObjects) {}

    /** Both sides were listed to their ends: nothing more will be the same, different or extra. */
    default void listedAll() {}

    /** The destination has it already. */
    default void same(ObjectSummary source, ObjectSummary destination) {}

    /** Reports an object that must be copied. {@code destination} is null if the destination has no such object or isn't listed. */
    default void different(ObjectSummary source, ObjectSummary destination, Reason reason) {}

    /** The source's key is too long for any store, so the object can't be copied. Of the key itself only the beginning may be known. */
    default void refused(ObjectSummary source) {}

    /**
     * Reports a key of a list that the source doesn't have, or that can't be looked up there.
     *
     * @param source of which only the key is known
     */
    default void missing(ObjectSummary source, StoreException why) {}

    /** Reports an object that was found, and that can't be copied. */
    default void failed(ObjectSummary source, StoreException why) {}

    /** Reports an object that differs from the destination's, which must not be overwritten. It is not copied. */
    default void kept(ObjectSummary source, ObjectSummary destination, Reason reason) {
        different(source, destination, reason);
    }

    /** Only the destination has it, whether or not it is to be deleted. */
    default void extra(ObjectSummary destination) {}
}
