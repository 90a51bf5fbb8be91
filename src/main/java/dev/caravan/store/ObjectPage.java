package dev.caravan.store;

import java.util.List;
import java.util.Optional;

/** One page of a listing. */
public final class ObjectPage {

    private final List<ObjectSummary> objects;
    private final List<String> commonPrefixes;
    private final ListRequest next;
    private final String last;

    /**
     * A page that shows all that the store listed.
     *
     * @param objects in the order in which the store gave them
     * @param commonPrefixes decoded, in the order in which the store gave them
     * @param next what to ask for next; null when this is the last page
     */
    public ObjectPage(List<ObjectSummary> objects, List<String> commonPrefixes, ListRequest next) {
        this(
                objects,
                commonPrefixes,
                next,
                objects.isEmpty() ? "" : objects.get(objects.size() - 1).key());
    }

    /**
     * A page that leaves out objects that the store listed.
     *
     * @param objects in the order in which the store gave them
     * @param commonPrefixes decoded, in the order in which the store gave them
     * @param next what to ask for next; null when this is the last page
     * @param last the last key that the store listed, whether or not the page shows it; empty where it listed none
     */
    public ObjectPage(List<ObjectSummary> objects, List<String> commonPrefixes, ListRequest next, String last) {
        this.last = last;
        this.objects = List.copyOf(objects);
        this.commonPrefixes = List.copyOf(commonPrefixes);
        this.next = next;
    }

    public List<ObjectSummary> objects() {
        return objects;
    }

    /** The last key that the store listed for this page, whether or not the page shows it; empty where it listed none. */
    public String last() {
        return last;
    }

    public List<String> commonPrefixes() {
        return commonPrefixes;
    }

    /** What to ask for to get the page after this one; empty at the end of the listing. */
    public Optional<ListRequest> next() {
        return Optional.ofNullable(next);
    }
}
