package dev.caravan.local;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The properties of an object in OSS that S3 doesn't have: its type, the target of a link, and the restore state of an
 * archived object.
 */
public final class OssObjects {
    static final String TYPE = "x-oss-object-type";
    static final String TARGET = "x-oss-symlink-target";
    static final String RESTORE = "x-oss-restore";

    private OssObjects() {}

    /** Puts an object of a type other than Normal, whose ETag is not an MD5: {@code Multipart}, {@code Appendable}. */
    public static void putAs(String type, Bucket bucket, String key, byte[] bytes) {
        Attributes attributes = Attributes.NONE.withHeader(TYPE, type);
        bucket.put(new StoredObject(key, Content.of(bytes), Etags.random(), Bucket.now(), attributes, List.of(), null));
    }

    /** Puts a symbolic link. Its target need not exist. */
    public static void link(Bucket bucket, String key, String target) {
        Attributes attributes = Attributes.NONE.withHeader(TYPE, "Symlink").withHeader(TARGET, target);
        bucket.put(new StoredObject(
                key, Content.of(new byte[0]), Etags.random(), Bucket.now(), attributes, List.of(), null));
    }

    /** Puts an object into an archive class; {@code restore} is the value of {@code x-oss-restore}, or null. */
    public static void archive(Bucket bucket, String key, byte[] bytes, String storageClass, String restore) {
        Attributes attributes = Attributes.NONE.withStorageClass(storageClass);
        bucket.put(key, Content.of(bytes), restore == null ? attributes : attributes.withHeader(RESTORE, restore));
    }

    static String type(StoredObject object) {
        return object.attributes().headers().getOrDefault(TYPE, object.parts().isEmpty() ? "Normal" : "Multipart");
    }

    static boolean isLink(StoredObject object) {
        return type(object).equals("Symlink");
    }

    /** Returns the target of a link ("HeadObject": a link to a link isn't followed). */
    static StoredObject target(Bucket bucket, StoredObject link) {
        String key = link.attributes().headers().get(TARGET);
        Optional<StoredObject> target = bucket.get(key);
        if (target.isEmpty()) {
            throw new S3Error(404, "SymlinkTargetNotExist", "The symlink target object does not exist")
                    .detail("SymlinkTarget", key)
                    .detail("EC", "0026-00000012");
        }
        if (isLink(target.get())) {
            throw S3Error.badRequest("InvalidTargetType", "The symbolic link's target type is invalid")
                    .detail("EC", "0026-00000011");
        }
        return target.get();
    }

    /** Returns the object with its ETag in upper case, as OSS writes it. */
    static StoredObject withOssEtag(StoredObject object) {
        return object.withEtag(object.etag().toUpperCase(Locale.ROOT));
    }

    static String storageClass(StoredObject object) {
        String name = object.attributes().storageClass();
        return name.equals("STANDARD") ? "Standard" : name;
    }

    /** Returns whether the object is unreadable until it is restored. */
    static boolean isFrozen(StoredObject object) {
        return storageClass(object).endsWith("Archive")
                && !object.attributes().headers().getOrDefault(RESTORE, "").startsWith("ongoing-request=\"false\"");
    }
}
