package dev.caravan.command.run;

import dev.caravan.aws.ControlPlane;
import dev.caravan.aws.ControlPlaneException;
import dev.caravan.fleet.FleetReader;
import dev.caravan.fleet.FleetView;
import dev.caravan.job.FleetNames;
import dev.caravan.job.Job;
import dev.caravan.record.Campaign;
import dev.caravan.record.Comparison;
import dev.caravan.record.FleetTotals;
import dev.caravan.record.dynamo.FleetItems;
import dev.caravan.record.dynamo.MailItem;
import dev.caravan.report.MailText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The mails that a finder sends after a comparison: that all is copied, once for each campaign, and at most once a day that something fails.
 * Without a topic there are none, and nothing is asked of any service. What fails here fails no comparison: the next one tries again.
 */
final class FinderMails {

    private static final Logger LOG = LoggerFactory.getLogger("dev.caravan.finder");

    private final Job job;
    private final ControlPlane aws;
    private final MailItem item;
    private final FleetItems workers;
    private final FleetReader fleet;
    private MailItem.State state;
    private FleetTotals before = FleetTotals.NONE;

    /** Prepares the mails of a job, whose name is the same for all its finders. */
    FinderMails(Job job, ControlPlane aws, String name, String queueUrl) {
        this.job = job;
        this.aws = aws;
        String table = job.fleet().table();
        item = new MailItem(aws.dynamoDb(), table, name);
        workers = new FleetItems(aws.dynamoDb(), table);
        fleet = new FleetReader(aws, new FleetNames(queueUrl, table), false);
    }

    private interface Step {
        void run() throws ControlPlaneException;
    }

    private static void attempt(Step step) {
        try {
            step.run();
        } catch (ControlPlaneException | RuntimeException e) {
            LOG.warn(
                    "it isn't known whether a mail is due, or the mail couldn't be sent; the next comparison tries"
                            + " again: {}",
                    e.getMessage());
        }
    }

    /** A comparison begins. */
    void begin() {
        state = null;
        if (!job.fleet().mailTopic().isEmpty()) {
            attempt(() -> {
                MailItem.State read = item.read();
                before = read.campaign() == null
                        ? workers.totals()
                        : read.campaign().before();
                state = read;
            });
        }
    }

    /** The comparison finds nothing more, or failed. What it has queued opens a campaign. */
    void queued(Comparison comparison) {
        if (state != null && state.campaign() == null && comparison.queued() + comparison.deletes() > 0) {
            attempt(() -> item.open(new Campaign(comparison.began(), before)));
        }
    }

    /** The comparison has ended, {@code complete} or not, and the queue has what it found. */
    void ended(Comparison comparison, boolean complete) {
        if (state != null) {
            attempt(() -> {
                FleetView view = fleet.read();
                if (complete && comparison.queued() + comparison.deletes() == 0 && view.isAtRest()) {
                    allCopied(comparison, view);
                }
                remind(comparison, view);
            });
        }
    }

    private void allCopied(Comparison comparison, FleetView view) throws ControlPlaneException {
        Campaign campaign = state.campaign();
        if (campaign != null && item.end(campaign, view.at())) {
            send(MailText.allCopied(job, comparison, campaign, workers.totals(), view), () -> item.reopen(campaign));
        }
    }

    private void remind(Comparison comparison, FleetView view) throws ControlPlaneException {
        if (view.isFailing() || comparison.failed() > 0) {
            long since = item.remind(view.at());
            if (since > 0) {
                send(MailText.failing(job, comparison, since, view), item::notReminded);
            }
        } else if (state.failingSince() > 0) {
            item.mended();
        }
    }

    private void send(MailText mail, Step undo) throws ControlPlaneException {
        try {
            aws.publish(job.fleet().mailTopic(), mail.subject(), mail.text());
            LOG.info("sent a mail: {}", mail.subject());
        } catch (ControlPlaneException | RuntimeException e) {
            attempt(undo);
            throw e;
        }
    }
}
