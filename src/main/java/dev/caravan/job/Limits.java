package dev.caravan.job;

import java.time.Instant;
import java.util.Locale;
import java.util.Set;

/**
 * The limits of size, age and storage class that the objects of a job are within.
 *
 * @param minSize the least size in bytes
 * @param maxSize the greatest size in bytes
 * @param newerThan the objects were modified at this time or later; null for no such limit
 * @param olderThan the objects were modified before this time; null for no such limit
 * @param storageClasses the storage classes, in upper case; empty for all
 */
public record Limits(long minSize, long maxSize, Moment newerThan, Moment olderThan, Set<String> storageClasses) {

    /** Leaves out nothing. */
    public static final Limits NONE = new Limits(0, Long.MAX_VALUE, null, null, Set.of());

    private static final String STANDARD = "STANDARD";

    public Limits {
        storageClasses = Set.copyOf(storageClasses);
    }

    /** Returns whether they leave out anything at all. */
    public boolean areSet() {
        return !equals(NONE);
    }

    /** Returns whether they need more than an event tells, which is the size. */
    public boolean needTimeOrClass() {
        return newerThan != null || olderThan != null || !storageClasses.isEmpty();
    }

    /** Returns whether they say anything about an object that only the destination has. */
    public boolean concernDestination() {
        return minSize > 0 || maxSize < Long.MAX_VALUE || newerThan != null || olderThan != null;
    }

    /** Returns the option that leaves out an object of this size; null where none does. */
    public String leftOutBy(long size) {
        if (size < minSize) {
            return JobOption.MIN_SIZE.commandLineName();
        }
        return size > maxSize ? JobOption.MAX_SIZE.commandLineName() : null;
    }

    /** Returns these limits as they are at a time: ages count back from it. */
    public At at(Instant now) {
        return new At(newerThan == null ? null : newerThan.at(now), olderThan == null ? null : olderThan.at(now));
    }

    /** The limits at one point in time. */
    public final class At {

        private final Instant from;
        private final Instant before;

        private At(Instant from, Instant before) {
            this.from = from;
            this.before = before;
        }

        /**
         * Returns the option that leaves out an object of the source; null where none does.
         *
         * @param storageClass the store's own name for it; empty counts as STANDARD
         */
        public String leftOutBy(long size, Instant lastModified, String storageClass) {
            String option = leftOutBy(size, lastModified);
            if (option != null || storageClasses.isEmpty()) {
                return option;
            }
            String named = storageClass.isEmpty() ? STANDARD : storageClass.toUpperCase(Locale.ROOT);
            return storageClasses.contains(named) ? null : JobOption.SOURCE_STORAGE_CLASS.commandLineName();
        }

        /**
         * Returns the option that leaves out an object that only the destination has; null where none does. Its size and time there
         * decide: nobody can tell which storage class the source had for it.
         */
        public String leftOutBy(long size, Instant lastModified) {
            String option = Limits.this.leftOutBy(size);
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
