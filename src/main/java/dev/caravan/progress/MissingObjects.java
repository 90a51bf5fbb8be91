package dev.caravan.progress;

/**
 * How many objects that were listed turned out to be missing at the source. A few are normal: somebody deletes objects while they are
 * copied. Many mean that the source is read from another place than it is listed.
 *
 * @param gone objects that the source didn't have when they were to be read
 * @param read objects that were copied or failed
 * @param same objects that needed no copy
 */
public record MissingObjects(long gone, long read, long same) {

    private static final int MANY = 10;

    /** Whether they are too many for a run to have succeeded: {@link #areMany}, or all objects of the run if there are two or more. */
    public boolean areTooMany() {
        boolean all = gone > 1 && read == 0 && same == 0;
        return all || areMany();
    }

    /** Whether they are at least ten, and at least half of the objects that were to be read. */
    public boolean areMany() {
        return gone >= MANY && gone >= read;
    }

    /** What is wrong, in one line. */
    public String line() {
        return Quantities.count(gone) + " of " + Quantities.count(gone + read)
                + " objects were listed, but the source doesn't have them: does its endpoint or domain belong to another bucket,"
                + " or does somebody delete its objects?";
    }
}
