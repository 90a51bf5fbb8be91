package dev.caravan.store;

import java.util.List;

/**
 * One page of a listing.
 *
 * @param objects in the store's order; some may be omitted
 * @param commonPrefixes decoded, in the store's order
 * @param next request for the next page; null for the last page
 * @param last last listed key, omitted or not; empty if none
 */
public record ObjectPage(List<ObjectSummary> objects, List<String> commonPrefixes, ListRequest next, String last) {

    public ObjectPage {
        objects = List.copyOf(objects);
        commonPrefixes = List.copyOf(commonPrefixes);
    }

    /** Creates a page with all listed objects. */
    public ObjectPage(List<ObjectSummary> objects, List<String> commonPrefixes, ListRequest next) {
        this(
                objects,
                commonPrefixes,
                next,
                objects.isEmpty() ? "" : objects.get(objects.size() - 1).key());
    }
}
