package dev.caravan.finder;

import dev.caravan.job.Job;
import dev.caravan.job.Selection;
import dev.caravan.message.VersionMark;
import dev.caravan.store.ObjectStore;
import dev.caravan.store.ObjectSummary;
import dev.caravan.store.ObjectVersion;

/**
 * Compares the versions of both sides one by one, oldest first, and reports to a listener without messages. Two
 * versions are equal if size and ETag are, or if the copy names the source's version and has its size.
 */
public final class VersionPairs extends VersionWalk {

    /** Starts to list both stores, which the caller closes. */
    public VersionPairs(
            ObjectStore source, ObjectStore destination, Job job, FinderListener listener, Selection selection) {
        super(source, destination, job, listener, selection);
    }

    @Override
    void compare(VersionListing.OfKey source, VersionListing.OfKey there) {
        if (source.cut() || there.cut()) {
            throw new ListingException(
                    "a key has more than " + VersionListing.MOST_OF_A_KEY + " versions, which can't be compared");
        }
        int both = Math.min(source.versions().size(), there.versions().size());
        for (int i = 0; i < both; i++) {
            compare(source.versions().get(i), there.versions().get(i));
        }
        source.versions()
                .subList(both, source.versions().size())
                .forEach(version -> listener.different(version.object(), null, Reason.MISSING));
        there.versions().subList(both, there.versions().size()).forEach(version -> listener.extra(version.object()));
    }

    private void compare(ObjectVersion source, ObjectVersion there) {
        ObjectSummary one = source.object();
        ObjectSummary other = there.object();
        if (source.deleteMarker() != there.deleteMarker()) {
            listener.different(one, other, Reason.VERSIONS);
        } else if (one.size() != other.size()) {
            listener.different(one, other, Reason.SIZE);
        } else if (source.deleteMarker()
                || (!one.etag().isEmpty() && one.etag().equalsIgnoreCase(other.etag()))
                || VersionMark.of(source).equals(mark(there))) {
            listener.same(one, other);
        } else {
            listener.different(one, other, Reason.VERSIONS);
        }
    }
}
