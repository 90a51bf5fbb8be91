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
        add(new FailureGroup(kind(failed.error()), 1, failed));
    }

    void add(FailureKinds others) {
        others.groups.values().forEach(this::add);
        rest += others.rest;
    }

    private void add(FailureGroup group) {
        FailureGroup before = groups.get(group.kind());
        if (before != null) {
            ScannedRecord example =
                    LATEST.compare(before.example(), group.example()) < 0 ? group.example() : before.example();
            groups.put(group.kind(), new FailureGroup(group.kind(), before.count() + group.count(), example));
        } else if (groups.size() < MOST) {
            groups.put(group.kind(), group);
        } else {
            rest += group.count();
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
