package dev.caravan.finder;

import dev.caravan.job.Job;
import dev.caravan.job.Selection;
import dev.caravan.message.HistoryMessage;
import dev.caravan.message.Message;
import dev.caravan.store.ObjectStore;
import dev.caravan.store.ObjectSummary;
import dev.caravan.store.ObjectVersion;
import java.util.List;

/** The keys that lack versions: one message per key, so a queue can't change the order of versions. */
public final class VersionHistories extends VersionWalk {

    /** Starts to list both stores, which the caller closes. */
    public VersionHistories(
            ObjectStore source, ObjectStore destination, Job job, FinderListener listener, Selection selection) {
        super(source, destination, job, listener, selection);
    }

    @Override
    void compare(VersionListing.OfKey source, VersionListing.OfKey there) {
        VersionPlan plan = plan(source, there);
        if (plan == null) {
            return;
        }
        ObjectSummary newest = source.newest().object();
        List<ObjectVersion> missing =
                source.versions().subList(plan.from(), source.versions().size());
        if (missing.isEmpty()) {
            listener.same(newest, newest);
            return;
        }
        long bytes =
                missing.stream().mapToLong(version -> version.object().size()).sum();
        listener.different(
                new ObjectSummary(newest.key(), bytes, newest.etag(), newest.lastModified(), newest.storageClass()),
                null,
                Reason.MISSING);
        ready.add(new HistoryMessage(source.key(), bytes, 0));
    }

    /**
     * Returns the missing versions of one key, in their order.
     *
     * @param there the key at the destination
     * @throws dev.caravan.store.StoreException if a store doesn't answer, or the order can't be kept
     */
    public static List<Message> missing(ObjectStore source, String key, ObjectStore destination, String there) {
        VersionListing.OfKey versions = VersionListing.OfKey.of(source, key);
        if (versions.versions().isEmpty()) {
            return List.of();
        }
        return VersionPlan.of(
                        versions,
                        VersionListing.OfKey.of(destination, there),
                        version -> VersionPlan.mark(destination, version))
                .missing(versions.versions());
    }
}
