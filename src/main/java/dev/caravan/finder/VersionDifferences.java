package dev.caravan.finder;

import dev.caravan.job.Job;
import dev.caravan.job.Selection;
import dev.caravan.message.DeleteMessage;
import dev.caravan.message.Message;
import dev.caravan.message.ObjectMessage;
import dev.caravan.store.Backoff;
import dev.caravan.store.InvalidException;
import dev.caravan.store.ObjectStore;
import dev.caravan.store.ObjectVersion;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the versions and delete markers that a destination lacks: each key's first one, while {@link Chains} hold the
 * following ones. Without chains it returns all, each key's oldest first.
 */
public final class VersionDifferences extends VersionWalk {

    private final Chains chains;

    /**
     * Starts to list both stores, which the caller closes.
     *
     * @param selection names to compare
     * @param chains hold a key's following messages; null to iterate over all
     */
    public VersionDifferences(
            ObjectStore source,
            ObjectStore destination,
            Job job,
            FinderListener listener,
            Selection selection,
            Backoff backoff,
            Chains chains) {
        super(source, destination, job, listener, selection, backoff);
        this.chains = chains;
    }

    /** Returns 1: a message that waits for room in the chains must not hold back others in a batch. */
    @Override
    public int batch() {
        return chains == null ? super.batch() : 1;
    }

    @Override
    void compare(VersionListing.OfKey source, VersionListing.OfKey there) throws InterruptedException {
        ObjectVersion newest = source.versions().get(source.versions().size() - 1);
        VersionPlan plan = source.cut() || there.cut()
                ? new VersionPlan(0, "it has more than " + VersionListing.MOST_OF_A_KEY + " versions")
                : VersionPlan.of(source.versions(), there.versions(), this::mark);
        if (!plan.problem().isEmpty()) {
            listener.different(newest.object(), null, Reason.VERSIONS);
            listener.failed(newest.object(), new InvalidException(plan.problem(), "ForeignVersion"));
            return;
        }
        List<Message> missing = new ArrayList<>();
        int markers = 0;
        for (int i = 0; i < source.versions().size(); i++) {
            ObjectVersion version = source.versions().get(i);
            markers = version.deleteMarker() ? markers + 1 : 0;
            if (i < plan.from()) {
                listener.same(version.object(), version.object());
            } else {
                listener.different(version.object(), null, Reason.MISSING);
                missing.add(
                        version.deleteMarker()
                                ? DeleteMessage.ofMarker(version.key(), markers)
                                : ObjectMessage.of(version));
            }
        }
        handOn(source.key(), missing);
    }

    private void handOn(String key, List<Message> missing) throws InterruptedException {
        if (chains == null || missing.isEmpty()) {
            ready.addAll(missing);
            return;
        }
        chains.add(key, missing.subList(1, missing.size()));
        ready.add(missing.get(0));
    }

    @Override
    public void cancel() {
        if (chains != null) {
            chains.stop();
        }
        super.cancel();
    }
}
