package dev.caravan.record;

/**
 * What stands on record for a key, as far as it decides what other workers may do.
 *
 * @param status null where the key has no record, or only the sequencer of a claim
 * @param etag of the object at the destination; empty where it isn't known
 * @param sourceEtag of the version that was copied; empty where it isn't known
 * @param sequencer of the latest event; empty where there was none
 * @param uploadId of the upload that was begun; empty where there is none
 * @param start when the work on it began, in milliseconds since 1970; 0 where it isn't known
 * @param end when it was done, in milliseconds since 1970; 0 where it isn't known
 */
public record StandingRecord(
        JobStatus status, String etag, String sourceEtag, String sequencer, String uploadId, long start, long end) {

    /** Nothing. */
    public static final StandingRecord NONE = new StandingRecord(null, "", "", "", "", 0, 0);

    /** The same with a sequencer. */
    public StandingRecord with(String claimed) {
        return new StandingRecord(status, etag, sourceEtag, claimed, uploadId, start, end);
    }
}
