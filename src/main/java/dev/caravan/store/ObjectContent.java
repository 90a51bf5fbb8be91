package dev.caravan.store;

import java.io.InputStream;

/**
 * The live bytes of an object on their way between stores. The owner closes it on every path; closing an unfinished one
 * drops the connection instead of draining it.
 *
 * @param stream readable once; throws {@link java.io.IOException} if it ends before {@code length}
 * @param length in bytes
 * @param info properties of the object
 * @param release returns or drops the connection; may be called repeatedly
 * @param md5 the expected MD5 in hexadecimal; null if unknown
 * @param md5Announced whether the store receives the MD5 before the bytes; otherwise the last byte is sent only if the content has it
 */
public record ObjectContent(
        InputStream stream, long length, ObjectInfo info, Runnable release, String md5, boolean md5Announced)
        implements AutoCloseable {

    /** Creates a content whose MD5 is the ETag if that is one. */
    public ObjectContent(InputStream stream, long length, ObjectInfo info, Runnable release) {
        this(stream, length, info, release, md5(info, length), true);
    }

    private static String md5(ObjectInfo info, long length) {
        return info != null && info.etagIsMd5() && info.size() == length ? info.etag() : null;
    }

    /** Returns the source's checksum of these bytes; null if there is none or the bytes are in doubt. */
    public ContentChecksum checksum() {
        return info != null && info.size() == length && md5Announced ? info.checksum() : null;
    }

    /** Returns the same content with another expected MD5. */
    public ObjectContent expecting(String otherMd5, boolean announced) {
        return new ObjectContent(stream, length, info, release, otherMd5, announced);
    }

    /** Returns the same content through another stream of the same length. */
    public ObjectContent through(InputStream other) {
        return new ObjectContent(other, length, info, release, md5, md5Announced);
    }

    @Override
    public void close() {
        release.run();
    }
}
