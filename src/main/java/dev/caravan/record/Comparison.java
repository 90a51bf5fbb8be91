package dev.caravan.record;

/**
 * One comparison of a fleet's finder, and what it has queued so far. The item of the finder's lease keeps the latest ones. The names of the
 * components, with a capital first letter, are the names in that item.
 *
 * @param began in epoch milliseconds, by the finder's clock as all times here
 * @param updated when these figures were taken, in epoch milliseconds
 * @param ended in epoch milliseconds; 0 while it runs
 * @param outcome how it ended, or that it runs
 * @param error one line without secrets; empty where nothing failed
 * @param onQueue messages on the queue when it began, approximately: waiting, in flight and delayed ones; -1 where the finder could not ask
 * @param sourceListed objects listed at the source
 * @param destinationListed objects listed at the destination
 * @param same objects that need nothing
 * @param queued objects that the queue has taken, to be copied
 * @param queuedBytes their size
 * @param deletes objects that the queue has taken, to be deleted
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

    /** How a comparison ended. */
    public enum Outcome {
        /** It runs, if its finder holds the lease. */
        RUNNING,
        /** Both buckets were listed, and the queue has every difference. */
        COMPLETE,
        /** The finder was stopped. */
        STOPPED,
        /** It failed; the error says why. */
        FAILED
    }

    /** Returns the same comparison as one that failed, because its finder ended without a word. */
    public Comparison lost() {
        return new Comparison(
                began,
                updated,
                updated,
                Outcome.FAILED,
                "its finder ended without a word",
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
