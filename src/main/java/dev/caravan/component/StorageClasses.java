package dev.caravan.component;

import dev.caravan.job.Printable;
import dev.caravan.store.StorageTraits;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A provider's storage classes by their S3 names. An unknown class is dropped and logged once. */
public final class StorageClasses {

    private static final Logger LOG = LoggerFactory.getLogger(StorageClasses.class);

    /** The maximum number of classes to log; bounds memory if a store invents names. */
    private static final int MOST_TOLD = 16;

    private final String store;
    private final Map<String, String> known;
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    /** Maps the provider's names to S3's; the default class maps to the empty text. */
    public StorageClasses(String store, Map<String, String> known) {
        this.store = store;
        this.known = Map.copyOf(known);
    }

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
