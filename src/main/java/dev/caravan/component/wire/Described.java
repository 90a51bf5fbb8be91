package dev.caravan.component.wire;

import dev.caravan.store.ObjectInfo;

/** What a provider's headers tell about an object. */
public interface Described {

    /** Unquoted; empty where there is none. */
    String etag();

    /**
     * Its properties.
     *
     * @param size of the whole object, in bytes
     */
    ObjectInfo info(String key, long size);
}
