package dev.caravan.finder;

import dev.caravan.message.VersionMark;
import dev.caravan.store.Etag;
import dev.caravan.store.ObjectSummary;
import dev.caravan.store.ObjectVersion;
import java.util.List;
import java.util.function.Function;

/**
 * How far the versions of a key are copied. Versions are copied in their order and each copy names its source, so the newest copy tells
 * which version comes next. Delete markers name nothing: they are counted behind that copy.
 *
 * @param from the index of the first version that is missing at the destination; the number of versions where none is
 * @param problem why nobody can say; empty where all is well
 */
record VersionPlan(int from, String problem) {

    /**
     * Compares both sides.
     *
     * @param source the versions of the source, the oldest first
     * @param destination the same of the destination
     * @param mark asks the destination for the mark of one of its versions; empty where it has none
     */
    static VersionPlan of(
            List<ObjectVersion> source, List<ObjectVersion> destination, Function<ObjectVersion, String> mark) {
        if (destination.isEmpty()) {
            return new VersionPlan(0, "");
        }
        if (isSame(source, destination)) {
            return new VersionPlan(source.size(), "");
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
                return new VersionPlan(
                        0,
                        "the newest version at the destination, " + newest.versionId()
                                + ", is no copy of a version that the source has: the order of the versions can't be kept");
            }
            next = copied + 1;
        }
        for (int i = 0; i < markers; i++, next++) {
            if (next == source.size() || !source.get(next).deleteMarker()) {
                return new VersionPlan(
                        0,
                        "the destination has a delete marker that the source doesn't have: the order of the versions can't be"
                                + " kept");
            }
        }
        return new VersionPlan(next, "");
    }

    private static int indexOf(List<ObjectVersion> source, String mark) {
        for (int i = source.size() - 1; i >= 0 && !mark.isEmpty(); i--) {
            if (!source.get(i).deleteMarker() && VersionMark.of(source.get(i)).equals(mark)) {
                return i;
            }
        }
        return -1;
    }

    /** Whether the listings alone prove that both sides have the same versions: the MD5s of all of them agree. */
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
