package dev.caravan.report;

import dev.caravan.aws.AwsIdentity;
import dev.caravan.fleet.FleetView;
import dev.caravan.job.Job;
import dev.caravan.job.Printable;
import dev.caravan.progress.Quantities;
import dev.caravan.record.Campaign;
import dev.caravan.record.Comparison;
import dev.caravan.record.FleetTotals;
import java.io.PrintWriter;
import java.io.StringWriter;

/**
 * A mail about a fleet, for people.
 *
 * @param subject printable ASCII, fewer than 100 characters, as Amazon SNS takes it
 * @param text the lines
 */
public record MailText(String subject, String text) {

    private static final int LONGEST_SUBJECT = 99;

    /**
     * Returns the mail that all is copied.
     *
     * @param last the comparison that found nothing to copy
     * @param now what the workers have done by now
     */
    public static MailText allCopied(Job job, Comparison last, Campaign campaign, FleetTotals now, FleetView view) {
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        FleetTotals done = now.since(campaign.before());
        out.println("All is copied: the last comparison found nothing to copy or to delete, and the queue is empty.");
        out.println();
        sides(job, out);
        Summary.row(
                out,
                "last comparison",
                StatusText.time(last.began()) + ", " + Quantities.count(last.sourceListed()) + " listed at the source");
        Summary.row(out, "first difference", StatusText.time(campaign.began()));
        Summary.row(out, "time", Quantities.age(Math.max(0, view.at() - campaign.began()) / 1000));
        Summary.row(out, "copied", Summary.objects(done.objects(), done.bytes()));
        Summary.some(out, "deleted", done.deleted());
        Summary.row(out, "failed for good", Quantities.count(done.failed()) + ", each try after a redrive counts");
        Summary.row(
                out,
                "dead letters",
                view.deadLetters() == null
                        ? "unknown"
                        : Quantities.count(view.deadLetters().all()));
        Summary.some(out, "no worker can copy", last.failed());
        out.println();
        out.println(
                "The counts are what the workers have reported. A killed worker does not report its last 5 minutes.");
        more(job, view, out);
        return new MailText(subject("all is copied", job), text.toString());
    }

    /**
     * Returns the mail that something fails.
     *
     * @param last the last comparison
     * @param since when the first such mail was due, in milliseconds since 1970
     */
    public static MailText failing(Job job, Comparison last, long since, FleetView view) {
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        out.println("Something has failed since " + StatusText.time(since)
                + " or earlier. The next mail comes in a day, if it still fails then.");
        out.println();
        sides(job, out);
        Summary.some(out, "no worker can copy", last.failed());
        FleetText.problems(view, out);
        more(job, view, out);
        return new MailText(subject("something fails", job), text.toString());
    }

    private static void sides(Job job, PrintWriter out) {
        Summary.row(out, "source", Printable.of(job.source().url()));
        Summary.row(out, "destination", Printable.of(job.destination().url()));
    }

    /** Names the commands that show more. */
    private static void more(Job job, FleetView view, PrintWriter out) {
        String region = AwsIdentity.region();
        out.println();
        out.println("To read more:");
        out.println("  export AWS_REGION=" + region + " JOB_QUEUE_NAME="
                + Printable.of(view.queue().name()) + " JOB_TABLE_NAME=" + Printable.of(view.table()));
        out.println("  caravan status            what the fleet does now");
        out.println("  caravan status --failed   each failed object and why, of the table of records");
        out.println("  caravan console --fleet   the same in a browser");
        if (!job.metricsNamespace().isEmpty()) {
            out.println("  CloudWatch                of a stack the dashboard " + Printable.of(job.metricsNamespace())
                    + "-Dashboard-" + region);
        }
        out.flush();
    }

    private static String subject(String what, Job job) {
        String subject = "Caravan: " + what + ", " + job.source().bucket() + " -> "
                + job.destination().bucket();
        return subject.substring(0, Math.min(LONGEST_SUBJECT, subject.length()));
    }
}
