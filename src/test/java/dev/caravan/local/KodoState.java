package dev.caravan.local;

import java.util.List;

/**
 * The properties of an object in Kodo that S3 doesn't have. They are kept among the standard headers of the {@link
 * Attributes}, under names that are never sent.
 */
public final class KodoState {
    private static final String RESTORE = "kodo-restore";
    private static final String DISABLED = "kodo-disabled";
    private static final String DELETED = "kodo-deleted";
    private static final String THAWED = "2";
    private static final List<String> CLASSES =
            List.of("STANDARD", "LINE", "GLACIER", "DEEP_ARCHIVE", "GLACIER_IR", "INTELLIGENT_TIERING");

    private KodoState() {}

    /** Returns the attributes of an archived object: type 2, and frozen. */
    public static Attributes archived(Attributes attributes) {
        return attributes.withStorageClass("GLACIER");
    }

    /** Returns the attributes of an object that is being thawed and is not readable yet. */
    public static Attributes thawing(Attributes attributes) {
        return archived(attributes).withHeader(RESTORE, "1");
    }

    /** Returns the attributes of a thawed object, which is readable for some days. */
    public static Attributes thawed(Attributes attributes) {
        return archived(attributes).withHeader(RESTORE, THAWED);
    }

    public static Attributes disabled(Attributes attributes) {
        return attributes.withHeader(DISABLED, "1");
    }

    /**
     * Returns the attributes of a deleted object that is still in the index. Listings skip it, which makes pages short
     * or empty.
     */
    public static Attributes deleted(Attributes attributes) {
        return attributes.withHeader(DELETED, "1");
    }

    static int type(StoredObject object) {
        return Math.max(0, CLASSES.indexOf(object.attributes().storageClass()));
    }

    static String restoreStatus(StoredObject object) {
        return object.attributes().headers().get(RESTORE);
    }

    static boolean isFrozen(StoredObject object) {
        return object.attributes().isArchived() && !THAWED.equals(restoreStatus(object));
    }

    static boolean isDisabled(StoredObject object) {
        return object.attributes().headers().containsKey(DISABLED);
    }

    static boolean isDeleted(StoredObject object) {
        return object.attributes().headers().containsKey(DELETED);
    }
}
