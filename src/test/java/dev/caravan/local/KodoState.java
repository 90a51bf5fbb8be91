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

    /** In the archive: type 2, and frozen. */
    public static Attributes archived(Attributes attributes) {
        return attributes.withStorageClass("GLACIER");
    }

    /** Being thawed: not to be read yet. */
    public static Attributes thawing(Attributes attributes) {
        return archived(attributes).withHeader(RESTORE, "1");
    }

    /** Thawed, and to be read for some days. */
    public static Attributes thawed(Attributes attributes) {
        return archived(attributes).withHeader(RESTORE, THAWED);
    }

    public static Attributes disabled(Attributes attributes) {
        return attributes.withHeader(DISABLED, "1");
    }

    /** Deleted, but not yet forgotten by the index: listings step over it one by one, which makes pages short or empty. */
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
