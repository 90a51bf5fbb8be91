package dev.caravan.record.dynamo;

import dev.caravan.record.dynamo.Overview.FailureGroup;
import dev.caravan.store.Failures;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts failures by kind in bounded memory. */
final class FailureKinds {

    private static final int MOST = 100;
    private static final String NONE = "no reason given";
    private static final String MANY = "other reasons";

    private static final Comparator<ScannedRecord> LATEST =
            Comparator.comparingLong(ScannedRecord::ended).thenComparing(ScannedRecord::key);

    private final Map<String, FailureGroup> groups = new HashMap<>();
    private long rest;

    void add(ScannedRecord failed) {
        String kind = kind(failed.error());
        FailureGroup before = groups.get(kind);
        if (before != null) {
            ScannedRecord example = LATEST.compare(before.example(), failed) < 0 ? failed : before.example();
            groups.put(kind, new FailureGroup(kind, before.count() + 1, example));
        } else if (groups.size() < MOST) {
            groups.put(kind, new FailureGroup(kind, 1, failed));
        } else {
            rest++;
        }
    }

    List<FailureGroup> groups() {
        List<FailureGroup> sorted = new ArrayList<>(groups.values());
        sorted.sort(Comparator.comparingLong(FailureGroup::count).reversed().thenComparing(FailureGroup::kind));
        if (rest > 0) {
            sorted.add(new FailureGroup(MANY, rest, null));
        }
        return sorted;
    }

    static String kind(String error) {
        String kind = Failures.kindOf(error);
        return kind.isEmpty() ? NONE : kind;
    }
}
