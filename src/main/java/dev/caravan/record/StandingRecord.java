package dev.caravan.record;

/**
 * The part of a key's record that other workers' decisions depend on.
 *
 * @param status null without a record, or with only a claim's sequencer
 * @param etag at the destination; empty if unknown
 * @param sourceEtag of the copied version; empty if unknown
 * @param sequencer of the latest event; empty if none
 * @param uploadId of the open upload; empty if none
 * @param start when the work began, in epoch milliseconds; 0 if unknown
 * @param end when it was done, in epoch milliseconds; 0 if unknown
 */
public record StandingRecord(
        JobStatus status, String etag, String sourceEtag, String sequencer, String uploadId, long start, long end) {

    /** The value without a record. */
    public static final StandingRecord NONE = new StandingRecord(null, "", "", "", "", 0, 0);

    public StandingRecord with(String claimed) {
        return new StandingRecord(status, etag, sourceEtag, claimed, uploadId, start, end);
    }
}
