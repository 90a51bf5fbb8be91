package dev.caravan.finder;

import dev.caravan.job.KeyLength;
import dev.caravan.job.KeyMapping;
import dev.caravan.store.Backoff;
import dev.caravan.store.KeyOrder;
import dev.caravan.store.ListRequest;
import dev.caravan.store.ObjectStore;
import dev.caravan.store.ObjectSummary;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the key at which what is left of a range is cut in two. Keys share long beginnings, so halving the space of all
 * strings would mostly meet empty halves: first the shortest beginning that all keys left share is searched, then the code
 * points that follow it are halved. A probe, a listing of one key, tells whether there is anything after a boundary.
 *
 * <p>Whatever the probes say, a boundary only cuts: the upper part is always listed by somebody. Used by one thread.
 */
final class Splitter {

    private static final Logger LOG = LoggerFactory.getLogger(Splitter.class);

    private static final int HALVINGS = 2;

    /** Probes only make the listing faster: one that fails isn't worth waiting for. */
    private static final Backoff ONCE = new Backoff(1, Duration.ZERO, Duration.ZERO);

    /**
     * A cut.
     *
     * @param boundary the upper part is what comes after it
     * @param top nothing was seen after this key; empty where none such is known
     */
    record Split(String boundary, String top) {}

    private final Task task;
    private final KeyMapping mapping;
    private final String prefix;
    private String top;

    Splitter(Task task, KeyRange range) {
        this.task = task;
        this.mapping = task.mapping();
        this.prefix = range.prefix();
        this.top = range.top().isEmpty() ? range.end() : range.top();
    }

    /** Cuts what comes after the cursor so that the upper part has keys; empty where it found no way to. */
    Optional<Split> split(String cursor) throws InterruptedException {
        try {
            String boundary = boundary(cursor);
            if (boundary.isEmpty()) {
                return Optional.empty();
            }
            Split split = new Split(boundary, top);
            top = boundary;
            return Optional.of(split);
        } catch (ListingException e) {
            LOG.warn("not listing in parallel here: {}", e.getMessage());
            return Optional.empty();
        }
    }

    private String boundary(String cursor) throws InterruptedException {
        int[] positions = positions(cursor);
        int low = 0;
        int high = positions.length;
        String found = "";
        while (low < high) {
            int middle = (low + high) >>> 1;
            String candidate = KeySpace.successor(cursor, positions[middle]);
            String next = firstAfter(candidate);
            if (next.isEmpty()) {
                low = middle + 1;
                continue;
            }
            found = candidate;
            high = middle;
            // Where the key that was found leaves the cursor's path further up already, no probe is needed below. That
            // may even be above low, where a code point without a successor was passed over.
            int fork = fork(cursor, next, positions, middle);
            String higher = KeySpace.successor(cursor, positions[fork]);
            if (fork < high && KeyOrder.compare(higher, next) < 0) {
                found = higher;
                high = fork;
            }
        }
        return found.isEmpty() ? "" : halved(cursor, positions[high], found);
    }

    /** Cuts higher up than {@code found} where there is something there too: it leaves the cursor only one code point. */
    private String halved(String cursor, int position, String found) throws InterruptedException {
        String boundary = found;
        int low = found.codePointAt(position);
        int high = low < 0x7F ? 0x7F : Character.MAX_CODE_POINT + 1;
        if (top.length() > position && top.startsWith(cursor.substring(0, position))) {
            high = Math.min(high, top.codePointAt(position));
        }
        for (int i = 0; i < HALVINGS && high - low > 1; i++) {
            int middle = (low + high) >>> 1;
            String candidate = KeySpace.with(cursor, position, middle);
            if (KeyOrder.compare(candidate, boundary) <= 0) {
                break;
            }
            if (!firstAfter(candidate).isEmpty()) {
                return candidate;
            }
            high = middle;
        }
        return boundary;
    }

    /** The first key after a boundary, as one of the source; empty when there is none or the boundary is of no use. */
    private String firstAfter(String boundary) throws InterruptedException {
        if (boundary.isEmpty()
                || (!top.isEmpty() && KeyOrder.compare(boundary, top) >= 0)
                || KeyLength.isTooLong(boundary)
                || KeyLength.isTooLong(mapping.destinationKey(boundary))) {
            return "";
        }
        String key = probe(task.source(), prefix, boundary);
        if (!key.isEmpty() && !isAfterTop(key)) {
            return key;
        }
        if (task.listsDestination()) {
            String mapped = probe(task.destination(), mapping.destinationKey(prefix), mapping.destinationKey(boundary));
            key = mapped.isEmpty() ? "" : mapping.sourceKey(mapped);
            if (!key.isEmpty() && !isAfterTop(key)) {
                return key;
            }
        }
        top = boundary;
        return "";
    }

    private String probe(ObjectStore store, String storePrefix, String after) throws InterruptedException {
        ListRequest request = new ListRequest(storePrefix, "", after, null, 1);
        List<ObjectSummary> first = new PageReader(store, request, ONCE, task.repeated()).read();
        return first.isEmpty() ? "" : first.get(0).key();
    }

    private boolean isAfterTop(String key) {
        return !top.isEmpty() && KeyOrder.compare(key, top) > 0;
    }

    /** Where the cursor's code points begin, behind the prefix. */
    private int[] positions(String cursor) {
        return IntStream.range(prefix.length(), cursor.length())
                .filter(i -> !Character.isLowSurrogate(cursor.charAt(i)))
                .toArray();
    }

    private static int fork(String cursor, String next, int[] positions, int limit) {
        int index = 0;
        while (index < limit
                && positions[index] < next.length()
                && cursor.codePointAt(positions[index]) == next.codePointAt(positions[index])) {
            index++;
        }
        return index;
    }
}
