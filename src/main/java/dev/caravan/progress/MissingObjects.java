package dev.caravan.progress;

/**
 * How many listed objects were missing at the source. A few are normal, since objects are deleted during a copy. Many
 * mean that the source is listed in one place and read from another.
 *
 * @param gone objects that the source didn't have when they were read
 * @param read objects that were copied or failed
 * @param same objects that needed no copy
 */
public record MissingObjects(long gone, long read, long same) {

    private static final int MANY = 10;

    /** Returns whether the run has failed: {@link #areMany}, or all of at least two objects. */
    public boolean areTooMany() {
        boolean all = gone > 1 && read == 0 && same == 0;
        return all || areMany();
    }

    /** Returns whether they are at least ten and at least half of the objects to read. */
    public boolean areMany() {
        return gone >= MANY && gone >= read;
    }

    public String line() {
        return Quantities.count(gone) + " of " + Quantities.count(gone + read)
                + " objects were listed, but the source doesn't have them: does its endpoint or domain belong to another bucket,"
                + " or are its objects being deleted?";
    }
}
