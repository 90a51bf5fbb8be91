package dev.caravan.command.run;

import dev.caravan.job.Fleet;
import dev.caravan.job.Job;
import dev.caravan.job.Printable;
import dev.caravan.job.RateTimetable;
import dev.caravan.job.Slots;
import dev.caravan.progress.Quantities;
import java.time.ZoneId;

/** Describes a worker's resources in its first line. */
final class FirstLine {

    private FirstLine() {}

    static String of(Job job, String queueUrl) {
        Fleet fleet = job.fleet();
        String giants = fleet.splitsGiants()
                ? ", split over workers from " + Quantities.bytes(job.giantThreshold()) + " (table "
                        + Printable.of(fleet.partsTable()) + ", state machine "
                        + Printable.of(fleet.stateMachine()) + ")"
                : ", not split over workers";
        return job.source().url() + " -> " + job.destination().url() + ", queue " + queueUrl + ", table "
                + Printable.of(fleet.table()) + "; version " + Program.version() + "; slots " + slots(job.slots())
                + ", part slots " + slots(job.partSlots()) + "; objects in parts from "
                + Quantities.bytes(job.multipartThreshold()) + giants + "; visibility timeout "
                + fleet.visibilityTimeout().toSeconds() + " s, stop timeout "
                + fleet.stopTimeout().toSeconds() + " s, attempts " + job.attempts() + ", bandwidth "
                + bandwidth(job.bandwidth());
    }

    private static String bandwidth(RateTimetable bandwidth) {
        if (bandwidth.changes()) {
            return bandwidth.text() + " in " + ZoneId.systemDefault();
        }
        return bandwidth.lowest() == 0 ? "unlimited" : Quantities.bytes(bandwidth.lowest()) + "/s";
    }

    private static String slots(Slots slots) {
        return slots.first() + (slots.most() > slots.first() ? " to " + slots.most() : "");
    }
}
