package dev.caravan.store;

import java.io.InputStream;

/**
 * The live bytes of an object on their way from one store to another. Whoever gets one closes it on every path; closing
 * one that isn't read to its end gives up the connection instead of reading the rest.
 */
public final class ObjectContent implements AutoCloseable {

    private final InputStream stream;
    private final long length;
    private final ObjectInfo info;
    private final Runnable release;
    private final String md5;
    private final boolean md5Announced;

    /**
     * @param stream the bytes: readable once; throws {@link java.io.IOException} when they end before {@code length}
     * @param length how many bytes the stream gives
     * @param info the properties of the object that the bytes belong to
     * @param release gives the connection back, or up where bytes are left; may be called more than once
     */
    public ObjectContent(InputStream stream, long length, ObjectInfo info, Runnable release) {
        this(stream, length, info, release, md5(info, length), true);
    }

    private ObjectContent(
            InputStream stream, long length, ObjectInfo info, Runnable release, String md5, boolean md5Announced) {
        this.md5 = md5;
        this.md5Announced = md5Announced;
        this.stream = stream;
        this.length = length;
        this.info = info;
        this.release = release;
    }

    private static String md5(ObjectInfo info, long length) {
        return info != null && info.etagIsMd5() && info.size() == length ? info.etag() : null;
    }

    public InputStream stream() {
        return stream;
    }

    public long length() {
        return length;
    }

    public ObjectInfo info() {
        return info;
    }

    /** The MD5 that the bytes should have, in hexadecimal; null where it isn't known. */
    public String md5() {
        return md5;
    }

    /** Whether a store is told the MD5 before the bytes; if not, it is computed on the way. */
    public boolean isMd5Announced() {
        return md5Announced;
    }

    /** The checksum that the source keeps of these bytes; null where it keeps none, or where the bytes are in doubt. */
    public ContentChecksum checksum() {
        return info != null && info.size() == length && md5Announced ? info.checksum() : null;
    }

    /** The same content, of which this MD5 is expected instead. */
    public ObjectContent expecting(String otherMd5, boolean announced) {
        return new ObjectContent(stream, length, info, release, otherMd5, announced);
    }

    /** The same content read through another stream, which must give the same number of bytes. */
    public ObjectContent through(InputStream other) {
        return new ObjectContent(other, length, info, release, md5, md5Announced);
    }

    @Override
    public void close() {
        release.run();
    }
}
