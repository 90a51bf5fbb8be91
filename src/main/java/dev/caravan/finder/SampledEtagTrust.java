package dev.caravan.finder;

import dev.caravan.store.GoneException;
import dev.caravan.store.ObjectStore;
import dev.caravan.store.ObjectSummary;
import dev.caravan.store.StoreException;
import dev.caravan.store.ThrottledException;
import dev.caravan.store.TransientException;
import java.util.function.BiPredicate;

/**
 * Finds out once for each side whether its ETags are MD5s, which a listing doesn't show: objects encrypted with KMS or
 * a customer key have MD5-like ETags that aren't (Amazon S3, "Object", field ETag). Looks at the first object whose
 * ETag decides, with HEAD. While that is unknown, different ETags count: a needless copy is better than a missing one.
 */
final class SampledEtagTrust implements BiPredicate<ObjectSummary, ObjectSummary> {

    /** The number of refused requests after which the ETags of a side count as no MD5s. */
    private static final int MOST_REFUSALS = 3;

    private final OneSide source;
    private final OneSide destination;

    SampledEtagTrust(ObjectStore source, ObjectStore destination) {
        this.source = new OneSide(source);
        this.destination = new OneSide(destination);
    }

    @Override
    public boolean test(ObjectSummary sourceObject, ObjectSummary destinationObject) {
        return source.isTrusted(sourceObject.key()) && destination.isTrusted(destinationObject.key());
    }

    private static final class OneSide {

        private final ObjectStore store;

        /** Whether its ETags are MD5s; null while unknown. */
        private volatile Boolean trusted;

        private int refusals;

        OneSide(ObjectStore store) {
            this.store = store;
        }

        boolean isTrusted(String key) {
            Boolean known = trusted;
            return known == null ? sample(key) : known;
        }

        private synchronized boolean sample(String key) {
            if (trusted == null) {
                try {
                    trusted = store.head(key).etagIsMd5();
                } catch (GoneException | ThrottledException | TransientException e) {
                    // The next object is checked instead.
                    return true;
                } catch (StoreException e) {
                    // A HEAD without the customer key gets 400, a HEAD without permission for the KMS key gets 403. So
                    // may one object of a bucket whose other objects aren't encrypted.
                    if (++refusals == MOST_REFUSALS) {
                        trusted = false;
                    }
                    return false;
                }
            }
            return trusted;
        }
    }
}
