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
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cuts the rest of a range in two. Keys share long prefixes, so halving the space of all strings would mostly yield
 * empty halves. It first finds the shortest prefix that all remaining keys share, then halves the code points after it.
 * A probe, a listing of one key, shows whether keys follow a boundary. A wrong probe does no harm, since the upper part
 * is always listed. Used by one thread.
 */
final class Splitter {

    private static final Logger LOG = LoggerFactory.getLogger(Splitter.class);

    private static final int HALVINGS = 2;

    /** A failed probe isn't repeated: probes only speed up the listing. */
    private static final Backoff ONCE = new Backoff(1, Duration.ZERO, Duration.ZERO);

    private final Task task;
    private final KeyMapping mapping;
    private final Slots slots;
    private final Consumer<KeyRange> idleSlot;
    private final String prefix;
    private String end;
    private String top;

    /** @param idleSlot lists the upper part of the range with a slot that was claimed */
    Splitter(Task task, KeyRange range, Slots slots, Consumer<KeyRange> idleSlot) {
        this.task = task;
        this.mapping = task.mapping();
        this.slots = slots;
        this.idleSlot = idleSlot;
        this.prefix = range.prefix();
        this.end = range.end();
        this.top = range.top().isEmpty() ? end : range.top();
    }

    /** Returns whether a slot is idle, which then waits for {@link #split}. */
    boolean isWanted() {
        return slots.claim();
    }

    /**
     * Cuts the range after the source's next key {@code cursor} so that the upper part has keys, and gives that part to
     * the idle slot.
     *
     * @return the boundary after which the other slot continues; empty to keep the whole range
     */
    String split(String cursor) throws InterruptedException {
        String boundary = "";
        try {
            boundary = boundary(cursor);
        } catch (ListingException e) {
            LOG.warn("not listing in parallel here: {}", e.getMessage());
        }
        if (boundary.isEmpty()) {
            slots.free();
        } else {
            idleSlot.accept(new KeyRange(prefix, boundary, end, top));
            end = boundary;
            top = boundary;
        }
        return boundary;
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
            // If the found key already leaves the cursor's path further up, no probe is needed below. This can even be
            // above low, if a code point without a successor was skipped.
            int fork = fork(cursor, next, positions, middle);
            String higher = KeySpace.successor(cursor, positions[fork]);
            if (fork < high && KeyOrder.compare(higher, next) < 0) {
                found = higher;
                high = fork;
            }
        }
        return found.isEmpty() ? "" : halved(cursor, positions[high], found);
    }

    /** Cuts above {@code found}, which leaves only one code point after the cursor, if keys follow there too. */
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

    /** Returns the first source key after a boundary; empty if there is none or the boundary is unusable. */
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
        List<ObjectSummary> first = new PageReader(store, request, ONCE, task.repeats()).read();
        return first.isEmpty() ? "" : first.get(0).key();
    }

    private boolean isAfterTop(String key) {
        return !top.isEmpty() && KeyOrder.compare(key, top) > 0;
    }

    /** Returns the indexes of the cursor's code points after the prefix. */
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
