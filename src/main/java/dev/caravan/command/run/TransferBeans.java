package dev.caravan.command.run;

import dev.caravan.flow.Bandwidth;
import dev.caravan.flow.Check;
import dev.caravan.flow.ExtensionPoints;
import dev.caravan.flow.InFlight;
import dev.caravan.flow.MultipartSteps;
import dev.caravan.flow.ObjectSteps;
import dev.caravan.flow.ObjectSteps.Sizes;
import dev.caravan.flow.RecordSteps;
import dev.caravan.job.Job;
import dev.caravan.progress.Progress;
import dev.caravan.record.Report;
import dev.caravan.transfer.CopyPolicy;
import dev.caravan.transfer.FleetStep;
import dev.caravan.transfer.Retry;
import dev.caravan.transfer.ServiceCopy;
import dev.caravan.transfer.StandingObject;
import dev.caravan.transfer.Transfer;
import dev.caravan.transfer.Upload;
import dev.caravan.transfer.UploadRecords;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The beans of routes that move an object, for {@code sync} and workers.
 *
 * @param records of uploads, and in a fleet of objects
 * @param bandwidth of all transfers together
 * @param failed receives why an object failed for good
 */
record TransferBeans(
        Job job,
        Surroundings surroundings,
        Progress progress,
        Report report,
        InFlight inFlight,
        Routes routes,
        UploadRecords records,
        Bandwidth bandwidth,
        Consumer<Throwable> failed) {

    Upload upload() {
        Retry retry = new Retry(
                routes.number("caravan.redeliveries"),
                routes.number("caravan.form.redeliveries"),
                routes.number("caravan.redelivery.delay"),
                routes.number("caravan.redelivery.longest"),
                progress.passing());
        return new Upload(routes, records, job.partSize(), job.verify(), retry);
    }

    /**
     * Binds the beans.
     *
     * @param fleetThreshold size in bytes from which an object is split over the fleet
     * @param step for messages about a fleet's upload; null without a fleet
     * @param claim before a deletion: whether no later event is on record
     * @param repeats ends a transfer whose work is done
     * @return the steps to stop before the end, so that no more parts begin
     */
    MultipartSteps bind(
            long fleetThreshold,
            Upload upload,
            FleetStep step,
            Predicate<Transfer> claim,
            Predicate<Transfer> repeats) {
        ExtensionPoints extensions = routes.extensions();
        extensions.countFailures(progress::untold);
        ServiceCopy copies = new ServiceCopy(routes, CopyPolicy.of(job, surroundings.systemProperties()), progress);
        MultipartSteps multipart = new MultipartSteps(upload, copies, step, extensions, progress);
        routes.bind(inFlight.watching(new ObjectSteps(
                        job.keys(),
                        new Sizes(job.multipartThreshold(), job.brokenThreshold(), fleetThreshold),
                        job.delete(),
                        job.choice().limits(),
                        routes,
                        upload,
                        copies,
                        extensions,
                        new StandingObject(routes, job.compare()),
                        claim,
                        repeats)
                .byName()));
        routes.bind(inFlight.watching(multipart.byName()));
        routes.bind("uploadedParts", multipart);
        routes.bind(new RecordSteps(progress, report, extensions, upload, records, failed).byName());
        routes.bind(Map.of("check", new Check(progress, bandwidth, job.verify())));
        return multipart;
    }
}
