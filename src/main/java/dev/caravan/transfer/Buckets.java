package dev.caravan.transfer;

import dev.caravan.store.ObjectStore;
import dev.caravan.store.WritableStore;

/** The two sides of a job. */
public interface Buckets {

    ObjectStore source();

    WritableStore destination();
}
