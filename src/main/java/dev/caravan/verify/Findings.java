package dev.caravan.verify;

import dev.caravan.verify.Finding.Kind;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts equal and different objects. Thread-safe. */
final class Findings {

    /** The count and size of one kind of objects. */
    static final class Count {
        private final LongAdder objects = new LongAdder();
        private final LongAdder bytes = new LongAdder();

        void add(long size) {
            objects.increment();
            bytes.add(size);
        }

        long objects() {
            return objects.sum();
        }

        long bytes() {
            return bytes.sum();
        }
    }

    private final Map<Kind, Count> counts = new EnumMap<>(Kind.class);
    private final Map<String, LongAdder> reasons = new ConcurrentHashMap<>();

    Findings() {
        for (Kind kind : Kind.values()) {
            counts.put(kind, new Count());
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

    /** Returns the number of different objects by reason. */
    Map<String, Long> reasons() {
        Map<String, Long> sums = new TreeMap<>();
        reasons.forEach((reason, count) -> sums.put(reason, count.sum()));
        return sums;
    }

    /** Returns whether both sides agree in all that was compared. */
    boolean agree(boolean extrasCount) {
        return of(Kind.MISSING).objects() == 0
                && of(Kind.DIFFERENT).objects() == 0
                && of(Kind.UNREAD).objects() == 0
                && (!extrasCount || of(Kind.EXTRA).objects() == 0);
    }
}
