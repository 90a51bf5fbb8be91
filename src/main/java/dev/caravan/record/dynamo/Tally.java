package dev.caravan.record.dynamo;

import dev.caravan.record.JobStatus;
import dev.caravan.record.dynamo.Overview.FailureGroup;
import dev.caravan.record.dynamo.Overview.Rate;
import dev.caravan.record.dynamo.ScannedRecord.Lease;
import dev.caravan.store.Failures;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/** Adds up records in bounded memory. Not thread-safe. */
final class Tally {

    /** The number of unfinished records and of leases to keep. */
    static final int KEPT = 10;

    private static final long RECENT_SECONDS = 600;

    private static final int MOST_KINDS = 100;

    private static final Comparator<ScannedRecord> OLDEST =
            Comparator.comparingLong(ScannedRecord::started).thenComparing(ScannedRecord::key);

    private static final Comparator<ScannedRecord> LAST =
            Comparator.comparingLong(ScannedRecord::ended).thenComparing(ScannedRecord::key);

    private static final Comparator<Lease> LATEST =
            Comparator.comparingLong(Lease::until).reversed().thenComparing(Lease::owner);

    private final Instant now;
    private final Map<JobStatus, Long> objects = new EnumMap<>(JobStatus.class);
    private final Map<String, FailureGroup> failures = new HashMap<>();
    private long otherFailures;
    private final PriorityQueue<ScannedRecord> unfinished = new PriorityQueue<>(OLDEST.reversed());
    private long records;
    private long bytes;
    private long other;
    private long recentObjects;
    private long recentBytes;
    private long first = Long.MAX_VALUE;
    private long last;
    private final PriorityQueue<Lease> finders = new PriorityQueue<>(LATEST.reversed());

    Tally(Instant now) {
        this.now = now;
        for (JobStatus status : JobStatus.values()) {
            objects.put(status, 0L);
        }
    }

    void add(ScannedRecord seen) {
        records++;
        if (seen.lease() != null) {
            keep(finders, seen.lease());
        } else if (seen.isHousekeeping()) {
            return;
        } else if (seen.status() == null || (seen.reserved() && seen.status() != JobStatus.ERROR)) {
            other++;
        } else {
            count(seen);
        }
    }

    private void count(ScannedRecord seen) {
        if (seen.status() == JobStatus.ERROR) {
            countFailure(kind(seen.error()), seen);
        }
        if (!seen.reserved()) {
            objects.merge(seen.status(), 1L, Long::sum);
        }
        if (seen.started() > 0) {
            first = Math.min(first, seen.started());
        }
        switch (seen.status()) {
            case DONE, DELETED -> done(seen, seen.status() == JobStatus.DONE ? seen.size() : 0);
            case STARTED, SPLIT_DONE -> keep(unfinished, seen);
            case CANCEL, SKIPPED, ERROR -> last = Math.max(last, seen.ended());
        }
    }

    private void done(ScannedRecord seen, long size) {
        bytes += size;
        last = Math.max(last, seen.ended());
        if (seen.ended() > now.minusSeconds(RECENT_SECONDS).toEpochMilli()) {
            recentObjects++;
            recentBytes += size;
        }
    }

    private void countFailure(String kind, ScannedRecord failed) {
        FailureGroup before = failures.get(kind);
        if (before != null) {
            ScannedRecord example = LAST.compare(before.example(), failed) < 0 ? failed : before.example();
            failures.put(kind, new FailureGroup(kind, before.count() + 1, example));
        } else if (failures.size() < MOST_KINDS) {
            failures.put(kind, new FailureGroup(kind, 1, failed));
        } else {
            otherFailures++;
        }
    }

    private List<FailureGroup> failures() {
        List<FailureGroup> sorted = new ArrayList<>(failures.values());
        sorted.sort(Comparator.comparingLong(FailureGroup::count).reversed().thenComparing(FailureGroup::kind));
        if (otherFailures > 0) {
            sorted.add(new FailureGroup("other reasons", otherFailures, null));
        }
        return sorted;
    }

    /** Returns the word before the first colon, or else the shortened text. */
    static String kind(String error) {
        String kind = Failures.kindOf(error);
        return kind.isEmpty() ? "no reason given" : kind;
    }

    private static <T> void keep(PriorityQueue<T> kept, T seen) {
        kept.add(seen);
        if (kept.size() > KEPT) {
            kept.remove();
        }
    }

    Overview overview() {
        boolean begun = first != Long.MAX_VALUE;
        double sinceFirst = begun ? (now.toEpochMilli() - first) / 1000.0 : 0;
        double recent = sinceFirst > 0 ? Math.min(RECENT_SECONDS, sinceFirst) : RECENT_SECONDS;
        long doneObjects = objects.get(JobStatus.DONE) + objects.get(JobStatus.DELETED);
        return new Overview(
                now,
                records,
                objects,
                bytes,
                other,
                failures(),
                new Rate(recentObjects, recentBytes, Math.max(1, recent)),
                new Rate(doneObjects, bytes, Math.max(1, begun ? (last - first) / 1000.0 : 0)),
                begun ? Instant.ofEpochMilli(first) : null,
                last > 0 ? Instant.ofEpochMilli(last) : null,
                unfinished.stream().sorted(OLDEST).toList(),
                finders.stream().sorted(LATEST).toList());
    }
}
