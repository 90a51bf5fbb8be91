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

    /**
     * @param stream the bytes: readable once; throws {@link java.io.IOException} when they end before {@code length}
     * @param length how many bytes the stream gives
     * @param info the properties of the object that the bytes belong to
     * @param release gives the connection back, or up where bytes are left; may be called more than once
     */
    public ObjectContent(InputStream stream, long length, ObjectInfo info, Runnable release) {
        this.stream = stream;
        this.length = length;
        this.info = info;
        this.release = release;
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

    /** The same content read through another stream, which must give the same number of bytes. */
    public ObjectContent through(InputStream other) {
        return new ObjectContent(other, length, info, release);
    }

    @Override
    public void close() {
        release.run();
    }
}
