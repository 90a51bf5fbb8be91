package dev.caravan.job;

import java.nio.file.Path;

/**
 * What is to be done, validated once and never changed after.
 *
 * @param source where objects come from
 * @param object whether the source's prefix is the key of one object, and the job is about that object alone
 * @param destination where they go
 * @param write how they are stored there
 * @param fidelity what they keep of how the source stores them
 * @param compare when an object counts as there already
 * @param choice which of the source's objects are moved
 * @param delete whether objects that the source does not have are deleted at the destination
 * @param maxDelete with more than so many to be deleted, nothing is deleted and the run fails
 * @param protection what keeps the run from doing harm
 * @param listers how many key ranges are listed at a time on each side, at least 1
 * @param slots how many objects are moved at a time
 * @param partSlots how many parts of large objects are moved at a time, over all objects
 * @param partSize the least size of a part in bytes, 5 MiB to 5 GiB
 * @param multipartThreshold objects from this size on are moved in parts, in bytes
 * @param giantThreshold objects from this size on are split over the fleet's workers, where it can do that, in bytes
 * @param bandwidth the most bytes a second, over everything
 * @param requestRates how many requests a second each side gets at most
 * @param minRate the least rate in bytes a second at which a store must move the bytes of a request; 0 for none
 * @param attempts how often an object is tried before it counts as failed, at least 1
 * @param verify with what the bytes that are read are compared
 * @param serverSideCopy whether the service copies the bytes itself
 * @param fleet what finder and workers share
 * @param dryRun whether differences are only told
 * @param countFirst whether a comparison that only counts goes before the run
 * @param report where every object's fate is written, a file or an {@code s3://} URL; empty for nowhere
 * @param records the database file of the status records; null for a run without records
 * @param routes a folder of routes instead of the built-in ones; null for the built-in ones
 * @param console where the run is shown while it lasts
 * @param metricsNamespace the namespace of the metrics that the run tells Amazon CloudWatch; empty for none
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

    /** Whether the destination's service is to be asked to copy the bytes itself. */
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

    /** The same job for one object of the source, for whose sake nothing is deleted. */
    public Job ofObject(String key) {
        return with(source.withPrefix(key), true, false);
    }

    /** The same job without its deletes. */
    public Job withoutDeletes() {
        return with(source, object, false);
    }

    private Job with(Side otherSource, boolean otherObject, boolean otherDelete) {
        return new Job(
                otherSource,
                otherObject,
                destination,
                write,
                fidelity,
                compare,
                choice,
                otherDelete,
                maxDelete,
                protection,
                listers,
                slots,
                partSlots,
                partSize,
                multipartThreshold,
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
