package dev.caravan.checksum;

/** A checksum of a piece of content whose bytes are passing. Of one thread at a time, and of one piece. */
public interface RunningSum {

    /** The next bytes of the piece. */
    void update(byte[] bytes, int offset, int length);

    /** The piece has ended. To be called once. */
    PartSum end();
}
