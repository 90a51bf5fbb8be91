package dev.caravan.record;

import java.nio.charset.StandardCharsets;

/**
 * Keys of table items that aren't object records. They are longer than any object's key (1,024 bytes: Amazon S3,
 * "Naming Amazon S3 objects") and within the table's limit (2,048 bytes: Amazon DynamoDB, "Quotas").
 */
public final class ReservedKey {

    /** The prefix of items by which the processes of a fleet find each other. */
    public static final String HOUSEKEEPING = "caravan ";

    private static final int LONGEST_OBJECT_KEY = 1024;
    private static final int LENGTH = 1056;

    private ReservedKey() {}

    /** Returns the unique key of a name of 1 to 1,024 bytes, which it starts with. */
    public static String of(String name) {
        int bytes = name.getBytes(StandardCharsets.UTF_8).length;
        if (bytes < 1 || bytes > LONGEST_OBJECT_KEY) {
            throw new IllegalArgumentException("a reserved name has 1 to 1,024 bytes, not " + bytes);
        }
        return name + ' ' + "=".repeat(LENGTH - bytes - 1);
    }

    /** Returns whether no object can have this key. */
    public static boolean isReserved(String key) {
        // A character has at most three bytes for each of its chars: most keys need no counting.
        return key.length() * 3L > LONGEST_OBJECT_KEY
                && key.getBytes(StandardCharsets.UTF_8).length > LONGEST_OBJECT_KEY;
    }

    public static String name(String key) {
        int end = key.length();
        while (end > 0 && key.charAt(end - 1) == '=') {
            end--;
        }
        return key.substring(0, end).strip();
    }
}
