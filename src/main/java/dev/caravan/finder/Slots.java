package dev.caravan.finder;

import java.util.Iterator;
import java.util.Optional;

/** The listing slots, each with one range at a time, and the waiting ranges. */
final class Slots {

    private final Iterator<KeyRange> waiting;
    private int free;
    private int busy;

    Slots(int slots, Iterator<KeyRange> ranges) {
        this.free = slots;
        this.waiting = ranges;
    }

    /** Takes a free slot and a waiting range. */
    synchronized Optional<KeyRange> begin() {
        if (free == 0 || !waiting.hasNext()) {
            return Optional.empty();
        }
        occupy();
        return Optional.of(waiting.next());
    }

    /** Returns a waiting range for a busy slot that finished its own; it stays busy. */
    synchronized Optional<KeyRange> next() {
        return waiting.hasNext() ? Optional.of(waiting.next()) : Optional.empty();
    }

    /** Takes a free slot without a waiting range: the caller gives it a part of its range or frees it. */
    synchronized boolean claim() {
        if (free == 0 || waiting.hasNext()) {
            return false;
        }
        occupy();
        return true;
    }

    /** Frees a slot; returns true for the last one, when all ranges were listed. */
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
