package dev.caravan.finder;

import dev.caravan.job.Job;
import dev.caravan.job.Selection;
import dev.caravan.message.Message;
import dev.caravan.store.ObjectStore;
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
            Chains chains) {
        super(source, destination, job, listener, selection);
        this.chains = chains;
    }

    /** Returns 1: a message that waits for room in the chains must not hold back others in a batch. */
    @Override
    public int batch() {
        return chains == null ? super.batch() : 1;
    }

    @Override
    void compare(VersionListing.OfKey source, VersionListing.OfKey there) throws InterruptedException {
        VersionPlan plan = plan(source, there);
        if (plan == null) {
            return;
        }
        source.versions().subList(0, plan.from()).forEach(version -> listener.same(version.object(), version.object()));
        source.versions()
                .subList(plan.from(), source.versions().size())
                .forEach(version -> listener.different(version.object(), null, Reason.MISSING));
        handOn(source.key(), plan.missing(source.versions()));
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
