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
 * The versions and delete markers that a destination is missing: of each key the first one, whose followers are noted in {@link Chains}.
 * Without chains all of them come, the oldest of a key first.
 */
public final class VersionDifferences extends VersionWalk {

    private final Chains chains;

    /**
     * Starts to list both stores, which stay the caller's to close.
     *
     * @param selection whose names are compared
     * @param chains where the followers of a key's first message are noted; null where all messages are iterated
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

    /** One message waits for room among the chains; another one must not wait for it in a batch. */
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
