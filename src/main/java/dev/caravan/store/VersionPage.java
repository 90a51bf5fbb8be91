package dev.caravan.store;

import java.util.List;

/** One page of a listing of versions, by key and newest first; {@code next} is null for the last page. */
public record VersionPage(List<ObjectVersion> versions, VersionRequest next) {

    public VersionPage {
        versions = List.copyOf(versions);
    }
}
