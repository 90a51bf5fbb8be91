package dev.caravan.verify;

import dev.caravan.verify.Finding.Kind;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts equal and different objects. Thread-safe. */
final class Findings {

    /** The count and size of one kind of objects. */
    record Count(LongAdder objects, LongAdder bytes) {

        void add(long size) {
            objects.increment();
            bytes.add(size);
        }
    }

    private final Map<Kind, Count> counts = new EnumMap<>(Kind.class);
    private final Map<String, LongAdder> reasons = new ConcurrentHashMap<>();

    Findings() {
        for (Kind kind : Kind.values()) {
            counts.put(kind, new Count(new LongAdder(), new LongAdder()));
        }
    }

    void same(long size) {
        of(Kind.SAME).add(size);
    }

    void add(Finding finding) {
        counts.get(finding.kind()).add(finding.size());
        if (finding.kind() == Kind.DIFFERENT) {
            reasons.computeIfAbsent(finding.reason(), reason -> new LongAdder()).increment();
        }
    }

    Count of(Kind kind) {
        return counts.get(kind);
    }

    long objects(Kind... kinds) {
        return Arrays.stream(kinds).mapToLong(kind -> of(kind).objects().sum()).sum();
    }

    /** Returns the number of different objects by reason. */
    Map<String, Long> reasons() {
        Map<String, Long> sums = new TreeMap<>();
        reasons.forEach((reason, count) -> sums.put(reason, count.sum()));
        return sums;
    }

    /** Returns whether both sides agree in all that was compared. */
    boolean agree(boolean extrasCount) {
        return objects(Kind.MISSING, Kind.DIFFERENT, Kind.UNREAD) == 0 && (!extrasCount || objects(Kind.EXTRA) == 0);
    }
}
