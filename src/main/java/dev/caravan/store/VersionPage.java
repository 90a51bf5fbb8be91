package dev.caravan.store;

import java.util.List;

/**
 * One page of a listing of versions.
 *
 * @param versions by key, of each key the newest first
 * @param next what to ask for next; null when this is the last page
 */
public record VersionPage(List<ObjectVersion> versions, VersionRequest next) {

    public VersionPage {
        versions = List.copyOf(versions);
    }
}
