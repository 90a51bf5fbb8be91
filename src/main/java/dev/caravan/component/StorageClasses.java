package dev.caravan.component;

import dev.caravan.job.Printable;
import dev.caravan.store.StorageTraits;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The storage classes of a provider in the words of S3. A class that S3 doesn't have is left out, which is logged once. */
public final class StorageClasses {

    private static final Logger LOG = LoggerFactory.getLogger(StorageClasses.class);

    /** A store has a handful of classes; one that invents names doesn't fill the memory. */
    private static final int MOST_TOLD = 16;

    private final String store;
    private final Map<String, String> known;
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    /**
     * @param store the store's name for messages
     * @param known the names of S3 by the provider's; empty for the class that is usual
     */
    public StorageClasses(String store, Map<String, String> known) {
        this.store = store;
        this.known = Map.copyOf(known);
    }

    /** Returns what a copy of an object of this class keeps. */
    public StorageTraits traits(String storageClass) {
        String name = known.get(storageClass);
        if (name == null && !storageClass.isEmpty() && told.size() < MOST_TOLD && told.add(storageClass)) {
            LOG.warn(
                    "{}: Amazon S3 has no storage class like {}: copies get the destination's default class",
                    store,
                    Printable.of(storageClass));
        }
        return name == null ? StorageTraits.NONE : StorageTraits.of(name);
    }
}
