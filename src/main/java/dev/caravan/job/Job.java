package dev.caravan.job;

import java.nio.file.Path;

/**
 * The validated, immutable job.
 *
 * @param source where objects come from
 * @param object whether the source's prefix is the key of the job's only object
 * @param destination where they go
 * @param write how they are stored there
 * @param fidelity what copies keep of their source's storage
 * @param compare when an object counts as equal
 * @param choice which of the source's objects are moved
 * @param delete whether extra objects at the destination are deleted
 * @param maxDelete above this number of deletions nothing is deleted and the run fails
 * @param protection limits of the run and of its changes
 * @param listers key ranges listed at a time on each side, at least 1
 * @param slots objects moved at a time
 * @param partSlots parts of large objects moved at a time, over all objects
 * @param partSize minimum part size in bytes, 5 MiB to 5 GiB
 * @param multipartThreshold size in bytes from which objects are moved in parts
 * @param brokenThreshold size in bytes from which objects are moved in parts after a connection broke off, or if user
 *     steps see parts; at most {@code multipartThreshold}
 * @param giantThreshold size in bytes from which objects are split over a fleet's workers, if possible
 * @param bandwidth limit in bytes per second over all transfers
 * @param requestRates limit of requests per second to each side
 * @param minRate minimum rate of a request in bytes per second; 0 for none
 * @param attempts at an object before it fails, at least 1
 * @param verify what read bytes are compared with
 * @param serverSideCopy whether the service copies bytes itself
 * @param fleet options shared by finder and workers
 * @param dryRun whether differences are only reported
 * @param countFirst whether a counting comparison precedes the run
 * @param report file or {@code s3://} URL for every object's result; empty for none
 * @param records database file of the status records; null for none
 * @param routes folder of routes; null for the built-in ones
 * @param console of the run
 * @param metricsNamespace Amazon CloudWatch namespace; empty for none
 */
public record Job(
        Side source,
        boolean object,
        Side destination,
        WriteOptions write,
        Fidelity fidelity,
        CompareMode compare,
        Choice choice,
        boolean delete,
        int maxDelete,
        Protection protection,
        int listers,
        Slots slots,
        Slots partSlots,
        long partSize,
        long multipartThreshold,
        long brokenThreshold,
        long giantThreshold,
        RateTimetable bandwidth,
        RequestRates requestRates,
        long minRate,
        int attempts,
        VerifyMode verify,
        ServerSideCopy serverSideCopy,
        Fleet fleet,
        boolean dryRun,
        boolean countFirst,
        String report,
        Path records,
        Path routes,
        ConsoleOptions console,
        String metricsNamespace) {

    /** Returns whether the destination's service is asked to copy bytes itself. */
    public boolean copiedByService() {
        return !fidelity.allVersions()
                && switch (serverSideCopy) {
                    case NEVER -> false;
                    case ALWAYS -> true;
                    case AUTO ->
                        // S3 Transfer Acceleration does not copy between regions.
                        destination.reach().network() != Network.ACCELERATE
                                && OneService.spans(source, destination)
                                && OneService.sameIdentity(source, destination);
                };
    }

    /** Returns the same job for one object of the source, without deletions. */
    public Job ofObject(String key) {
        return withoutDeletes(source.withPrefix(key), true);
    }

    /** Returns the same job without deletions. */
    public Job withoutDeletes() {
        return withoutDeletes(source, object);
    }

    private Job withoutDeletes(Side otherSource, boolean otherObject) {
        return new Job(
                otherSource,
                otherObject,
                destination,
                write,
                fidelity,
                compare,
                choice,
                false,
                maxDelete,
                protection,
                listers,
                slots,
                partSlots,
                partSize,
                multipartThreshold,
                brokenThreshold,
                giantThreshold,
                bandwidth,
                requestRates,
                minRate,
                attempts,
                verify,
                serverSideCopy,
                fleet,
                dryRun,
                countFirst,
                report,
                records,
                routes,
                console,
                metricsNamespace);
    }

    public KeyMapping keys() {
        return new KeyMapping(source.prefix(), destination.prefix());
    }
}
