package dev.caravan.record;

import java.nio.charset.StandardCharsets;

/**
 * Keys of the table for items that are no object's record. They are longer than any object's key can be (1,024 bytes: Amazon
 * S3, "Naming Amazon S3 objects") and no longer than the table takes (2,048 bytes: Amazon DynamoDB, "Quotas").
 */
public final class ReservedKey {

    /** The names of items by which the processes of a fleet know of each other begin with this. */
    public static final String HOUSEKEEPING = "caravan ";

    private static final int LONGEST_OBJECT_KEY = 1024;
    private static final int LENGTH = 1056;

    private ReservedKey() {}

    /** Returns the key of a name of 1 to 1,024 bytes, readable at its beginning; another one for every name. */
    public static String of(String name) {
        int bytes = name.getBytes(StandardCharsets.UTF_8).length;
        if (bytes < 1 || bytes > LONGEST_OBJECT_KEY) {
            throw new IllegalArgumentException("a reserved name has 1 to 1,024 bytes, not " + bytes);
        }
        return name + ' ' + "=".repeat(LENGTH - bytes - 1);
    }

    /** Whether no object can have this key. */
    public static boolean isReserved(String key) {
        // A character has at most three bytes for each of its chars: most keys need no counting.
        return key.length() * 3L > LONGEST_OBJECT_KEY
                && key.getBytes(StandardCharsets.UTF_8).length > LONGEST_OBJECT_KEY;
    }

    /** Returns the name that a reserved key begins with. */
    public static String name(String key) {
        int end = key.length();
        while (end > 0 && key.charAt(end - 1) == '=') {
            end--;
        }
        return key.substring(0, end).strip();
    }
}
