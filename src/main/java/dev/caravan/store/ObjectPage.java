package dev.caravan.store;

import java.util.List;
import java.util.Optional;

/** One page of a listing. */
public final class ObjectPage {

    private final List<ObjectSummary> objects;
    private final List<String> commonPrefixes;
    private final ListRequest next;

    /**
     * @param objects in the order in which the store gave them
     * @param commonPrefixes decoded, in the order in which the store gave them
     * @param next what to ask for next; null when this is the last page
     */
    public ObjectPage(List<ObjectSummary> objects, List<String> commonPrefixes, ListRequest next) {
        this.objects = List.copyOf(objects);
        this.commonPrefixes = List.copyOf(commonPrefixes);
        this.next = next;
    }

    public List<ObjectSummary> objects() {
        return objects;
    }

    public List<String> commonPrefixes() {
        return commonPrefixes;
    }

    /** What to ask for to get the page after this one; empty at the end of the listing. */
    public Optional<ListRequest> next() {
        return Optional.ofNullable(next);
    }
}
