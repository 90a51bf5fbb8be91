package dev.caravan.finder;

import dev.caravan.message.DeleteMessage;
import dev.caravan.message.Message;
import dev.caravan.message.ObjectMessage;
import dev.caravan.message.VersionMark;
import dev.caravan.store.Etag;
import dev.caravan.store.InvalidException;
import dev.caravan.store.ObjectStore;
import dev.caravan.store.ObjectSummary;
import dev.caravan.store.ObjectVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The progress of copying a key's versions. Versions are copied in order and each copy names its source, so the newest
 * copy shows the next version. Delete markers name nothing and are counted after that copy.
 *
 * @param from index of the first missing version; the number of versions if none is missing
 */
record VersionPlan(int from) {

    /**
     * Compares both sides.
     *
     * @param source versions, oldest first
     * @param destination versions, oldest first
     * @param mark reads the mark of a destination's version; empty for none
     * @throws InvalidException if the versions of the key can't be copied in their order
     */
    static VersionPlan of(
            VersionListing.OfKey source, VersionListing.OfKey destination, Function<ObjectVersion, String> mark) {
        if (source.cut() || destination.cut()) {
            throw foreign("it has more than " + VersionListing.MOST_OF_A_KEY + " versions");
        }
        return of(source.versions(), destination.versions(), mark);
    }

    static VersionPlan of(
            List<ObjectVersion> source, List<ObjectVersion> destination, Function<ObjectVersion, String> mark) {
        if (destination.isEmpty()) {
            return new VersionPlan(0);
        }
        if (isSame(source, destination)) {
            return new VersionPlan(source.size());
        }
        int markers = 0;
        while (markers < destination.size()
                && destination.get(destination.size() - 1 - markers).deleteMarker()) {
            markers++;
        }
        int next = 0;
        if (markers < destination.size()) {
            ObjectVersion newest = destination.get(destination.size() - 1 - markers);
            int copied = indexOf(source, mark.apply(newest));
            if (copied < 0) {
                throw foreign("the newest version at the destination, " + newest.versionId()
                        + ", is no copy of a version that the source has: the order of the versions can't be kept");
            }
            next = copied + 1;
        }
        for (int i = 0; i < markers; i++, next++) {
            if (next == source.size() || !source.get(next).deleteMarker()) {
                throw foreign("the destination has a delete marker that the source doesn't have: the order of the"
                        + " versions can't be kept");
            }
        }
        return new VersionPlan(next);
    }

    /** Returns the mark of a version that a store has; empty if it has none. */
    static String mark(ObjectStore store, ObjectVersion version) {
        return store.head(version.key(), version.versionId()).metadata().user().getOrDefault(VersionMark.NAME, "");
    }

    private static InvalidException foreign(String problem) {
        return new InvalidException(problem, "ForeignVersion");
    }

    /** Returns the missing versions in their order. Each delete marker has the number of markers in a row up to it. */
    List<Message> missing(List<ObjectVersion> source) {
        List<Message> missing = new ArrayList<>();
        int markers = 0;
        for (int i = 0; i < source.size(); i++) {
            ObjectVersion version = source.get(i);
            markers = version.deleteMarker() ? markers + 1 : 0;
            if (i >= from) {
                missing.add(
                        version.deleteMarker()
                                ? DeleteMessage.ofMarker(version.key(), markers)
                                : ObjectMessage.of(version));
            }
        }
        return missing;
    }

    private static int indexOf(List<ObjectVersion> source, String mark) {
        for (int i = source.size() - 1; i >= 0 && !mark.isEmpty(); i--) {
            if (!source.get(i).deleteMarker() && VersionMark.of(source.get(i)).equals(mark)) {
                return i;
            }
        }
        return -1;
    }

    /** Returns whether the listings prove equal versions: all MD5s agree. */
    private static boolean isSame(List<ObjectVersion> source, List<ObjectVersion> destination) {
        if (source.size() != destination.size()) {
            return false;
        }
        for (int i = 0; i < source.size(); i++) {
            ObjectVersion one = source.get(i);
            ObjectVersion other = destination.get(i);
            if (one.deleteMarker() != other.deleteMarker()
                    || (!one.deleteMarker() && !haveSameMd5(one.object(), other.object()))) {
                return false;
            }
        }
        return true;
    }

    private static boolean haveSameMd5(ObjectSummary one, ObjectSummary other) {
        return one.size() == other.size()
                && Etag.looksLikeMd5(one.etag())
                && one.etag().equalsIgnoreCase(other.etag());
    }
}
