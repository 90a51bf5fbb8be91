package dev.caravan.command.run;

import dev.caravan.flow.Bandwidth;
import dev.caravan.flow.CopySteps;
import dev.caravan.flow.InFlight;
import dev.caravan.flow.Meter;
import dev.caravan.flow.MultipartSteps;
import dev.caravan.flow.ObjectSteps;
import dev.caravan.flow.SecondLook;
import dev.caravan.flow.StatusSteps;
import dev.caravan.flow.VerifySteps;
import dev.caravan.job.Job;
import dev.caravan.progress.Progress;
import dev.caravan.record.Report;
import dev.caravan.transfer.ServiceCopy;
import java.util.Map;

/** What the routes that move one object name, in {@code sync} and in a worker alike. */
record TransferBeans(
        Job job, Map<String, String> systemProperties, Progress progress, Report report, InFlight inFlight) {

    /**
     * Binds it all.
     *
     * @param giantThreshold from this size on, in bytes, an object is split over the fleet
     * @return the one of them that is to be told when no further part may begin
     */
    MultipartSteps bindTo(Routes routes, long giantThreshold) {
        MultipartSteps multipart = new MultipartSteps(job.partSize(), job.verify(), routes.extensions());
        routes.extensions().countFailures(progress::untold);
        routes.bind(inFlight.watching(
                new ObjectSteps(job.keys(), job.multipartThreshold(), giantThreshold, job.delete()).byName()));
        routes.bind(inFlight.watching(multipart.byName()));
        routes.bind("partResults", multipart);
        routes.bind(new VerifySteps(job.verify()).byName());
        routes.bind(new CopySteps(ServiceCopy.of(job, systemProperties), progress, routes.extensions()).byName());
        routes.bind(new SecondLook().byName());
        routes.bind(new StatusSteps(progress, report, routes.extensions()).byName());
        routes.bind(Map.of("meter", new Meter(progress, new Bandwidth(job.bandwidth()))));
        return multipart;
    }
}
