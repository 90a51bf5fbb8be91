package dev.caravan.component.s3;

import dev.caravan.store.DeniedException;
import dev.caravan.store.InvalidException;
import dev.caravan.store.NotFoundException;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Whether the answers of a store show that an object has tags (Amazon S3, GetObject: x-amz-tagging-count). Some stores
 * keep tags and never show their number. Until a store has shown one, an object without it is asked for its tags.
 */
final class TagCounts {

    private volatile boolean shown;

    /** @param shown whether the store is known to show the number of tags */
    TagCounts(boolean shown) {
        this.shown = shown;
    }

    /** Returns whether an object may have tags. */
    boolean mayBeTagged(ObjectHeaders headers) {
        if (headers.hasTags() && !shown) {
            shown = true;
        }
        return headers.hasTags() || !shown;
    }

    /** Returns the tags of an object that may have some; {@code request} asks for them. */
    Map<String, String> tags(ObjectHeaders headers, Supplier<Map<String, String>> request) {
        if (headers.hasTags()) {
            return request.get();
        }
        try {
            return request.get();
        } catch (NotFoundException | DeniedException e) {
            // Some stores miss the set of tags of an object without tags.
            return Map.of();
        } catch (InvalidException e) {
            // The store has no tags.
            shown = true;
            return Map.of();
        }
    }
}
