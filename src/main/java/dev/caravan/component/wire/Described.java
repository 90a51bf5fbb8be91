package dev.caravan.component.wire;

import dev.caravan.store.ObjectInfo;

/** Object properties from a provider's headers. */
public interface Described {

    /** Returns the ETag without quotes; empty if absent. */
    String etag();

    /** Returns the properties of an object of {@code size} bytes in all. */
    ObjectInfo info(String key, long size);
}
