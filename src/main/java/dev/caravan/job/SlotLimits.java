package dev.caravan.job;

import java.util.Map;

/**
 * The limits of an automatic number of slots, from the machine's resources: a slot needs up to 1.5 MiB of memory for
 * its thread and connections (mostly TLS) and two open files.
 *
 * @param heapMib maximum heap in MiB
 * @param connections that slots may open to each of the two stores
 */
public record SlotLimits(long heapMib, int connections) {

    /** The limit of open files from the launcher: a number or {@code unlimited}. */
    private static final String OPEN_FILES = "caravan.files";

    /** The open files of libraries, logs, records, and connections to AWS. */
    private static final int OTHER_FILES = 250;

    /** The connections for requests other than transfers and listings, such as HEADs. */
    private static final int SPARE_CONNECTIONS = 8;

    private static final int FIRST = 64;
    private static final int FIRST_PARTS = 8;
    private static final int LEAST = 8;
    private static final int LEAST_PARTS = 2;

    /** The divisor of connections that gives the most part slots. */
    private static final int PARTS_SHARE = 4;

    /** The heap for each part slot in MiB; few parts fill a network. */
    private static final int PART_HEAP = 8;

    static SlotLimits of(long heapBytes, Map<String, String> systemProperties, int listers) {
        int forStores = (openFiles(systemProperties) - OTHER_FILES) / 2;
        return new SlotLimits(heapBytes >> 20, forStores - besideSlots(listers));
    }

    /** Returns how many files the process may open; {@code Integer.MAX_VALUE} if unknown or unlimited. */
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

    /** Returns how many listed keys a job looks up at a time; 0 without a list. */
    public static int lookupsOf(Job job) {
        return job.choice().keysFrom().isEmpty()
                ? 0
                : Math.min(FIRST, job.slots().first());
    }

    /** Returns the connections of listings, which may probe while reading ahead. */
    private static int besideSlots(int listers) {
        return 2 * listers + SPARE_CONNECTIONS;
    }

    /** Returns the slots for objects; {@code said} is the configured number, 0 for automatic. */
    Slots objects(int said, Slots parts) {
        return said > 0
                ? Slots.fixed(said)
                : range(FIRST, LEAST, heapMib * 2 / 3, connections - parts.most(), Slots.MOST);
    }

    /** Returns the slots for parts; {@code said} is the configured number, 0 for automatic. */
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
