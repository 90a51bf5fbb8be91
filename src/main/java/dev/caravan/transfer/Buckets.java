package dev.caravan.transfer;

import dev.caravan.store.ObjectStore;
import dev.caravan.store.WritableStore;

/** The two sides of a job. */
public interface Buckets {

    /** Returns the bucket that objects are read from. */
    ObjectStore source();

    /** Returns the bucket that objects are written to. */
    WritableStore destination();
}
