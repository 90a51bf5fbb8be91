package dev.caravan.component.oss;

import dev.caravan.component.wire.StoreErrors;
import dev.caravan.store.Backoff;
import dev.caravan.store.DeniedException;
import dev.caravan.store.GoneException;
import dev.caravan.store.InvalidException;
import dev.caravan.store.NotFoundException;
import dev.caravan.store.ObjectInfo;
import dev.caravan.store.ObjectPage;
import dev.caravan.store.ObjectSummary;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Resolves the symbolic links of a listing. A listing shows a link's own size and ETag, so a HEAD reads its target: one
 * request for each link. A HEAD that fails for a passing reason is retried alone, so the rest of the page isn't
 * repeated.
 *
 * @param head returns the target's properties by the link's key
 */
record Symlinks(Function<String, ObjectInfo> head) {

    static final String NORMAL = "Normal";

    private static final String LINK = "Symlink";
    private static final Backoff BACKOFF = new Backoff(4, Duration.ofMillis(200), Duration.ofSeconds(2));

    /** Replaces the page's links by their targets; {@code types} are the types of the page's objects in order. */
    ObjectPage followed(String what, ObjectPage page, List<String> types) {
        if (types.stream().allMatch(NORMAL::equals)) {
            return page;
        }
        List<ObjectSummary> objects = new ArrayList<>(page.objects());
        for (int i = 0; i < types.size(); i++) {
            String type = types.get(i);
            if (type.equals(LINK)) {
                objects.set(i, target(what, objects.get(i)));
            } else if (!type.isEmpty() && !type.equals(NORMAL)) {
                objects.set(i, opaque(objects.get(i)));
            }
        }
        return new ObjectPage(objects, page.commonPrefixes(), page.next());
    }

    private static ObjectSummary opaque(ObjectSummary listed) {
        return new ObjectSummary(
                listed.key(), listed.size(), listed.etag(), listed.lastModified(), listed.storageClass(), true);
    }

    private ObjectSummary target(String what, ObjectSummary link) {
        try {
            return BACKOFF.repeat(() -> head.apply(link.key()), e -> {}).summary();
        } catch (InterruptedException e) {
            throw StoreErrors.interrupted(what, e);
        } catch (GoneException | NotFoundException | DeniedException | InvalidException e) {
            if (e instanceof DeniedException denied && denied.ofCaller()) {
                throw e;
            }
            // A dead link must fail when it is read. With the latest possible time it never equals an older copy at the
            // destination.
            return new ObjectSummary(link.key(), link.size(), link.etag(), Instant.now(), link.storageClass(), true);
        }
    }
}
