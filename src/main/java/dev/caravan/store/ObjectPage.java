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
     * Creates a page with all listed objects.
     *
     * @param objects in the store's order
     * @param commonPrefixes decoded, in the store's order
     * @param next request for the next page; null for the last page
     */
    public ObjectPage(List<ObjectSummary> objects, List<String> commonPrefixes, ListRequest next) {
        this(
                objects,
                commonPrefixes,
                next,
                objects.isEmpty() ? "" : objects.get(objects.size() - 1).key());
    }

    /**
     * Creates a page that omits some listed objects.
     *
     * @param objects in the store's order
     * @param commonPrefixes decoded, in the store's order
     * @param next request for the next page; null for the last page
     * @param last last listed key, omitted or not; empty if none
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

    /** Returns the last listed key, omitted or not; empty if none. */
    public String last() {
        return last;
    }

    public List<String> commonPrefixes() {
        return commonPrefixes;
    }

    /** Returns the request for the next page; empty at the end. */
    public Optional<ListRequest> next() {
        return Optional.ofNullable(next);
    }
}
