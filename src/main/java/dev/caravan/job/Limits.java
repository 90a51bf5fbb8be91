package dev.caravan.job;

import java.time.Instant;
import java.util.Locale;
import java.util.Set;

/**
 * The limits of size, age and storage class of a job's objects.
 *
 * @param minSize minimum size in bytes
 * @param maxSize maximum size in bytes
 * @param newerThan objects modified at this time or later; null for no limit
 * @param olderThan objects modified before this time; null for no limit
 * @param storageClasses in upper case; empty for all
 */
public record Limits(long minSize, long maxSize, Moment newerThan, Moment olderThan, Set<String> storageClasses) {

    public static final Limits NONE = new Limits(0, Long.MAX_VALUE, null, null, Set.of());

    private static final String STANDARD = "STANDARD";

    public Limits {
        storageClasses = Set.copyOf(storageClasses);
    }

    /** Returns whether they need more than an event has, which is the size. */
    public boolean needTimeOrClass() {
        return newerThan != null || olderThan != null || !storageClasses.isEmpty();
    }

    /** Returns whether they concern objects that only the destination has. */
    public boolean concernDestination() {
        return minSize > 0 || maxSize < Long.MAX_VALUE || newerThan != null || olderThan != null;
    }

    /** Returns the option that excludes an object of this size; null if none. */
    public String leftOutBy(long size) {
        if (size < minSize) {
            return JobOption.MIN_SIZE.commandLineName();
        }
        return size > maxSize ? JobOption.MAX_SIZE.commandLineName() : null;
    }

    /** Returns the limits at a time, from which ages count back. */
    public At at(Instant now) {
        return new At(this, newerThan == null ? null : newerThan.at(now), olderThan == null ? null : olderThan.at(now));
    }

    /** The limits at one point in time. */
    public record At(Limits limits, Instant from, Instant before) {

        /**
         * Returns the option that excludes a source's object; null if none. An empty storage class counts as STANDARD.
         */
        public String leftOutBy(long size, Instant lastModified, String storageClass) {
            String option = leftOutBy(size, lastModified);
            if (option != null || limits.storageClasses.isEmpty()) {
                return option;
            }
            String named = storageClass.isEmpty() ? STANDARD : storageClass.toUpperCase(Locale.ROOT);
            return limits.storageClasses.contains(named) ? null : JobOption.SOURCE_STORAGE_CLASS.commandLineName();
        }

        /**
         * Returns the option that excludes an object that only the destination has; null if none. Uses its size and
         * time there; the source's storage class is unknown.
         */
        public String leftOutBy(long size, Instant lastModified) {
            String option = limits.leftOutBy(size);
            if (option != null) {
                return option;
            }
            if (from != null && lastModified.isBefore(from)) {
                return JobOption.NEWER_THAN.commandLineName();
            }
            return before != null && !lastModified.isBefore(before) ? JobOption.OLDER_THAN.commandLineName() : null;
        }
    }
}
