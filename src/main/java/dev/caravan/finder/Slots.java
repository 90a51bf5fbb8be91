package dev.caravan.finder;

import java.util.Iterator;
import java.util.Optional;

/** Who lists what: so many slots, each busy with one range at a time, and the ranges that nobody has begun with. */
final class Slots {

    private final Iterator<KeyRange> waiting;
    private int free;
    private int busy;

    Slots(int slots, Iterator<KeyRange> ranges) {
        this.free = slots;
        this.waiting = ranges;
    }

    /** Takes a free slot and a waiting range for it. */
    synchronized Optional<KeyRange> begin() {
        if (free == 0 || !waiting.hasNext()) {
            return Optional.empty();
        }
        occupy();
        return Optional.of(waiting.next());
    }

    /** A waiting range for a slot that is busy and done with its own; it stays busy either way. */
    synchronized Optional<KeyRange> next() {
        return waiting.hasNext() ? Optional.of(waiting.next()) : Optional.empty();
    }

    /** Takes a free slot for which no range waits: the caller gives it a part of its own range, or frees it. */
    synchronized boolean claim() {
        if (free == 0 || waiting.hasNext()) {
            return false;
        }
        occupy();
        return true;
    }

    /** Frees a slot; true for the last one, when all ranges were listed. */
    synchronized boolean free() {
        free++;
        busy--;
        return busy == 0 && !waiting.hasNext();
    }

    private void occupy() {
        free--;
        busy++;
    }
}
