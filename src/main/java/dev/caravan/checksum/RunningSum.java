package dev.caravan.checksum;

/** A checksum of one piece while its bytes pass; used by one thread. */
public interface RunningSum {

    /** Adds the next bytes. */
    void update(byte[] bytes, int offset, int length);

    /** Ends the piece. To be called once. */
    PartSum end();
}
