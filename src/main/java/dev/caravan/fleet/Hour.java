package dev.caravan.fleet;

import dev.caravan.progress.Progress;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.LongStream;

/**
 * The work of each minute of the last hour. The lists have equal lengths, newest minute first.
 *
 * @param minute the newest, in epoch minutes
 * @param messages finished messages
 * @param objects copied or deleted
 * @param bytes sent to the destination
 */
public record Hour(long minute, List<Long> messages, List<Long> objects, List<Long> bytes) {

    public static final int MINUTES = 60;

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
        return new Hour(
                minute,
                sum(hours, minute, Hour::messages),
                sum(hours, minute, Hour::objects),
                sum(hours, minute, Hour::bytes));
    }

    private static List<Long> sum(Collection<Hour> hours, long minute, Function<Hour, List<Long>> column) {
        return LongStream.range(0, MINUTES)
                .map(age -> hours.stream()
                        .mapToLong(hour -> at(column.apply(hour), hour.minute - minute + age))
                        .sum())
                .boxed()
                .toList();
    }

    private static long at(List<Long> column, long index) {
        return index >= 0 && index < column.size() ? column.get((int) index) : 0;
    }

    /** Returns the sum of a column's newest minutes. */
    public static long newest(List<Long> column, int minutes) {
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
