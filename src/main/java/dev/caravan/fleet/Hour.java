package dev.caravan.fleet;

import dev.caravan.progress.Progress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Objects;

/**
 * The work of each minute of the last hour. The lists have equal lengths, newest minute first.
 *
 * @param minute the newest, in epoch minutes
 * @param messages finished messages
 * @param objects copied or deleted
 * @param bytes sent to the destination
 */
public record Hour(long minute, List<Long> messages, List<Long> objects, List<Long> bytes) {

    static final int MINUTES = 60;

    static final Hour NOTHING = new Hour(0, List.of(), List.of(), List.of());

    public Hour {
        messages = columns(messages);
        objects = columns(objects);
        bytes = columns(bytes);
    }

    /** Validates a column read from a table. */
    private static List<Long> columns(List<Long> column) {
        return column == null || column.stream().anyMatch(Objects::isNull) ? List.of() : List.copyOf(column);
    }

    /** Adds up hours, aligned to the given last minute. */
    static Hour sum(Collection<Hour> hours, long minute) {
        List<List<Long>> sums = new ArrayList<>();
        for (int column = 0; column < 3; column++) {
            List<Long> sum = new ArrayList<>();
            for (int age = 0; age < MINUTES; age++) {
                long of = 0;
                for (Hour hour : hours) {
                    of += at(hour.column(column), hour.minute - minute + age);
                }
                sum.add(of);
            }
            sums.add(sum);
        }
        return new Hour(minute, sums.get(0), sums.get(1), sums.get(2));
    }

    private List<Long> column(int number) {
        return number == 0 ? messages : number == 1 ? objects : bytes;
    }

    private static long at(List<Long> column, long index) {
        return index >= 0 && index < column.size() ? column.get((int) index) : 0;
    }

    static long newest(List<Long> column, int minutes) {
        return column.stream().limit(minutes).mapToLong(Long::longValue).sum();
    }

    /** Counts the minutes of one run. Not thread-safe. */
    static final class Counter {

        private final Deque<long[]> minutes = new ArrayDeque<>(MINUTES);
        private long newest;
        private Progress.Snapshot before = Progress.Snapshot.NOTHING;
        private long messagesBefore;

        /** Adds the work since the last call to the current minute; returns the hour. */
        Hour add(Progress.Snapshot now, long messages, long minute) {
            while (newest < minute) {
                newest = minutes.isEmpty() ? minute : newest + 1;
                minutes.addFirst(new long[3]);
                if (minutes.size() > MINUTES) {
                    minutes.removeLast();
                }
            }
            long[] present = minutes.getFirst();
            present[0] += messages - messagesBefore;
            present[1] += now.copied() + now.deleted() - before.copied() - before.deleted();
            present[2] += now.movedBytes() - before.movedBytes();
            before = now;
            messagesBefore = messages;
            return new Hour(newest, column(0), column(1), column(2));
        }

        private List<Long> column(int number) {
            return minutes.stream().map(minute -> minute[number]).toList();
        }
    }
}
