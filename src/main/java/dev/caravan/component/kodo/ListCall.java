package dev.caravan.component.kodo;

import dev.caravan.component.wire.Attempts;
import dev.caravan.component.wire.ReadRequest;
import dev.caravan.component.wire.StoreErrors;
import dev.caravan.store.InvalidException;
import dev.caravan.store.KeyOrder;
import dev.caravan.store.ListRequest;
import dev.caravan.store.ObjectPage;
import dev.caravan.store.ObjectSummary;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests one page ({@code /list}). Kodo can't list after a key, but a marker encodes the key to continue after. If
 * Kodo's own markers prove to encode just a key, a marker is made for any key; else earlier keys are listed and
 * skipped.
 */
final class ListCall {

    private static final Logger LOG = LoggerFactory.getLogger(ListCall.class);
    // Pages of deleted objects are empty; this number of them in a row proves nothing about markers.
    private static final int LONGEST_LOOK = 20;

    private final KodoWire wire;
    private final Attempts attempts;
    private final String bucket;
    private volatile Making making = Making.UNKNOWN;

    /** States whether markers may be made. */
    private enum Making {
        UNKNOWN,
        WORKS,
        FAILS
    }

    ListCall(KodoWire wire, Attempts attempts, String bucket) {
        this.wire = wire;
        this.attempts = attempts;
        this.bucket = bucket;
    }

    ObjectPage list(ListRequest request) {
        if (attempts.anonymous()) {
            throw new InvalidException(
                    wire.errors().bucketName()
                            + ": Kodo lists a bucket only for a key, a public one too: give an access key (without one,"
                            + " objects can only be read by their keys)",
                    "NoCredentials");
        }
        String after = request.startAfter();
        String prefix = request.prefix();
        if (request.continuation() != null) {
            return page(request, fetch(request, request.continuation()), request.continuation());
        }
        if (after.isEmpty() || (KeyOrder.compare(prefix, after) > 0 && !after.startsWith(prefix))) {
            return page(request, fetch(request, ""), "");
        }
        if (!after.startsWith(prefix)) {
            return new ObjectPage(List.of(), List.of(), null);
        }
        return after(request, after);
    }

    private ObjectPage after(ListRequest request, String after) {
        if (making == Making.UNKNOWN) {
            decide(look(request));
        }
        if (making == Making.WORKS) {
            String made = Markers.after(after);
            try {
                AnswerReader.Page page = fetch(request, made);
                if (page.entries().stream().allMatch(entry -> KeyOrder.compare(entry.key(), after) > 0)) {
                    return page(request, page, made);
                }
            } catch (InvalidException e) {
                if (e.status() != KodoErrors.BAD_MARKER) {
                    throw e;
                }
            }
            decide(Making.FAILS);
        }
        return page(request, fetch(request, ""), "");
    }

    private void decide(Making seen) {
        making = seen;
        if (seen == Making.FAILS) {
            LOG.warn(
                    "{}: a listing can't begin in the middle: keys before it are listed and left out",
                    wire.errors().bucketName());
        }
    }

    /** Compares Kodo's marker with the marker for the last key of its page. */
    private Making look(ListRequest request) {
        ListRequest one = new ListRequest(request.prefix(), "", "", null, 1);
        String marker = "";
        for (int i = 0; i < LONGEST_LOOK; i++) {
            AnswerReader.Page page = fetch(one, marker);
            if (page.marker().isEmpty()) {
                // The whole listing is shorter than a page: there is nothing to gain, and nothing to learn.
                return Making.UNKNOWN;
            }
            if (!page.entries().isEmpty()) {
                return Markers.goesOnAfter(page.marker(), page.last()) ? Making.WORKS : Making.FAILS;
            }
            marker = next(one, page, marker);
        }
        return Making.UNKNOWN;
    }

    private AnswerReader.Page fetch(ListRequest request, String marker) {
        String query = query(request, marker);
        return attempts.make(this::what, credentials -> {
            String what = what();
            return AnswerReader.page(what, wire.list(what, query, credentials), wire.errors());
        });
    }

    private String what() {
        return wire.errors().what("LIST", "");
    }

    private ObjectPage page(ListRequest request, AnswerReader.Page page, String marker) {
        String after = request.startAfter();
        List<ObjectSummary> objects = new ArrayList<>(page.entries().size());
        for (Entry entry : page.entries()) {
            if (entry.key().isEmpty()) {
                LOG.warn(
                        "{}: left out an object of {} bytes whose key is empty, which no store but Kodo can hold",
                        wire.errors().bucketName(),
                        entry.size());
            } else if (after.isEmpty() || KeyOrder.compare(entry.key(), after) > 0) {
                objects.add(entry.summary());
            }
        }
        List<String> prefixes = page.prefixes().stream()
                .filter(prefix -> after.isEmpty() || KeyOrder.compare(prefix, after) > 0 || after.startsWith(prefix))
                .toList();
        String next = next(request, page, marker);
        return new ObjectPage(objects, prefixes, next.isEmpty() ? null : request.continuedBy(next), page.last());
    }

    private String next(ListRequest request, AnswerReader.Page page, String marker) {
        if (!page.marker().isEmpty() && page.marker().equals(marker)) {
            // Continuing from here would never end.
            throw StoreErrors.nonsense(what(), "the listing of '" + request.prefix() + "' goes on where it began");
        }
        return page.marker();
    }

    private String query(ListRequest request, String marker) {
        return ReadRequest.list()
                .parameter("bucket", bucket)
                .parameter("limit", Integer.toString(request.maxKeys()))
                .parameter("prefix", request.prefix())
                .parameter("delimiter", request.delimiter())
                .parameter("marker", marker)
                .query();
    }
}
