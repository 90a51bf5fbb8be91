package dev.caravan.record;

/**
 * One comparison of a fleet's finder and what it has queued so far. The item of the finder's lease keeps the latest
 * ones, with these component names capitalized.
 *
 * @param began in epoch milliseconds by the finder's clock, as all times here
 * @param updated when these figures were taken, in epoch milliseconds
 * @param ended in epoch milliseconds; 0 while running
 * @param error one line without secrets; empty without a failure
 * @param onQueue approximate number of messages when it began: waiting, in flight and delayed; -1 if unavailable
 * @param sourceListed objects listed at the source
 * @param destinationListed objects listed at the destination
 * @param same objects that need no copy
 * @param queued objects queued to be copied
 * @param queuedBytes their size
 * @param deletes objects queued to be deleted
 * @param failed objects that no worker can copy
 */
public record Comparison(
        long began,
        long updated,
        long ended,
        Outcome outcome,
        String error,
        long onQueue,
        long sourceListed,
        long destinationListed,
        long same,
        long queued,
        long queuedBytes,
        long deletes,
        long failed) {

    public enum Outcome {
        /** Running, if its finder holds the lease. */
        RUNNING,
        /** Both buckets were listed, and every difference is queued. */
        COMPLETE,
        /** The finder was stopped. */
        STOPPED,
        /** Failed; the error says why. */
        FAILED
    }

    /** Returns the same comparison as failed, because its finder disappeared. */
    public Comparison lost() {
        return new Comparison(
                began,
                updated,
                updated,
                Outcome.FAILED,
                "its finder ended without a report",
                onQueue,
                sourceListed,
                destinationListed,
                same,
                queued,
                queuedBytes,
                deletes,
                failed);
    }
}
