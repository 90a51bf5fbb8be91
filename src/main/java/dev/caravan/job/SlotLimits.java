package dev.caravan.job;

import java.util.Map;

/**
 * The bounds of the number of slots where the run finds it. They follow from the machine: a slot takes up to 1.5 MiB of memory with its
 * thread and its connections, which TLS needs most of, and two open files.
 *
 * @param heapMib the largest size of the heap, in MiB
 * @param connections how many connections to each of the two stores the slots may have open at a time
 */
public record SlotLimits(long heapMib, int connections) {

    /** The limit of open files as the launcher found it: a number or {@code unlimited}. */
    private static final String OPEN_FILES = "caravan.files";

    /** Open files for libraries, logs, records, and connections to AWS. */
    private static final int OTHER_FILES = 250;

    /** Room for HEADs and the like beside the transfers and the listings. */
    private static final int SPARE_CONNECTIONS = 8;

    private static final int FIRST = 64;
    private static final int FIRST_PARTS = 8;
    private static final int LEAST = 8;
    private static final int LEAST_PARTS = 2;

    /** Parts use at most the number of connections divided by this. */
    private static final int PARTS_SHARE = 4;

    /** The heap for each part in MiB: few parts fill a network. */
    private static final int PART_HEAP = 8;

    static SlotLimits of(long heapBytes, Map<String, String> systemProperties, int listers) {
        int forStores = (openFiles(systemProperties) - OTHER_FILES) / 2;
        return new SlotLimits(heapBytes >> 20, forStores - besideSlots(listers));
    }

    /** Returns how many files the process may open; {@code Integer.MAX_VALUE} where that is unknown or unlimited. */
    public static int openFiles(Map<String, String> systemProperties) {
        String limit = systemProperties.getOrDefault(OPEN_FILES, "");
        return limit.matches("[0-9]{1,9}") ? Integer.parseInt(limit) : Integer.MAX_VALUE;
    }

    /** Returns how many files a job may open. */
    public static int filesOf(Job job) {
        return OTHER_FILES + 2 * connectionsOf(job);
    }

    /** Returns how many connections to one side a job may open. */
    public static int connectionsOf(Job job) {
        return job.slots().most() + job.partSlots().most() + besideSlots(job.listers()) + lookupsOf(job);
    }

    /** Returns how many keys of a list a job looks up at a time; 0 where it has no such list. */
    public static int lookupsOf(Job job) {
        return job.choice().keysFrom().isEmpty()
                ? 0
                : Math.min(FIRST, job.slots().first());
    }

    /** Listings may probe while they read ahead. */
    private static int besideSlots(int listers) {
        return 2 * listers + SPARE_CONNECTIONS;
    }

    /**
     * Returns the slots for objects.
     *
     * @param said their number; 0 where the run finds it
     */
    Slots objects(int said, Slots parts) {
        return said > 0
                ? Slots.fixed(said)
                : range(FIRST, LEAST, heapMib * 2 / 3, connections - parts.most(), Slots.MOST);
    }

    /**
     * Returns the slots for parts.
     *
     * @param said their number; 0 where the run finds it
     */
    Slots parts(int said) {
        return said > 0
                ? Slots.fixed(said)
                : range(FIRST_PARTS, LEAST_PARTS, heapMib / PART_HEAP, connections / PARTS_SHARE, Slots.MOST_PARTS);
    }

    private static Slots range(int first, int least, long byHeap, int byConnections, int most) {
        long end = Math.max(least, Math.min(most, Math.min(Math.max(first, byHeap), byConnections)));
        return new Slots((int) Math.min(first, end), (int) end);
    }
}
