package dev.caravan.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.finder.Reason;
import dev.caravan.job.Job;
import dev.caravan.progress.Progress;
import dev.caravan.progress.RecentFailures;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** The summary of a run as a JSON document; docs/scripts.md describes the fields. */
public final class RunJson {

    private RunJson() {}

    public static ObjectNode document(String command, Job job, Instant began, Progress progress) {
        Progress.Snapshot run = progress.now();
        Instant now = Instant.now();
        ObjectNode document = StatusJson.JSON
                .createObjectNode()
                .put("command", command)
                .put("source", job.source().url())
                .put("destination", job.destination().url())
                .put("dryRun", job.dryRun())
                .put("started", began.truncatedTo(ChronoUnit.MILLIS).toString())
                .put("ended", now.truncatedTo(ChronoUnit.MILLIS).toString())
                .put("seconds", run.nanos() / 1e9)
                .put("sourceListed", run.sourceListed())
                .put("destinationListed", run.destinationListed())
                .put("compared", run.allFound())
                .put("excluded", run.excluded())
                .put("alreadyThere", run.same());
        count(document, "found", run.found(), run.foundBytes());
        failures(document.put("failed", run.failed()).putArray("failures"), progress.failures());
        return document.put("onlyAtDestination", Summary.onlyAtDestination(run, job));
    }

    /** Adds what {@code sync} has moved. */
    public static void moved(ObjectNode document, Progress.Snapshot run) {
        count(document, "copied", run.copied(), run.copiedBytes());
        document.put("deleted", run.deleted())
                .put("needless", run.cancelled())
                .put("skipped", run.skipped())
                .put("retries", run.retried())
                .put("unverified", run.unverified())
                .put("withoutSomeMetadata", run.leftOut())
                .put("bytesMoved", run.movedBytes());
    }

    public static void sent(ObjectNode document, Progress.Snapshot run) {
        count(document, "sent", run.copied(), run.copiedBytes());
        document.put("deletesSent", run.deleted());
    }

    public static void estimated(ObjectNode document, Estimate estimate) {
        ObjectNode reasons = document.putObject("reasons");
        for (Reason reason : Reason.values()) {
            Estimate.Count found = estimate.of(reason);
            count(reasons, reason.words(), found.objects(), found.bytes());
        }
        document.put("wouldDelete", estimate.deletes());
    }

    private static void count(ObjectNode document, String name, long objects, long bytes) {
        document.putObject(name).put("objects", objects).put("bytes", bytes);
    }

    private static void failures(ArrayNode kinds, RecentFailures failures) {
        List<RecentFailures.Entry> latest = failures.latest(RecentFailures.MOST);
        failures.byKind().forEach((kind, count) -> {
            ObjectNode one = kinds.addObject().put("kind", kind).put("count", count);
            latest.stream()
                    .filter(failure -> failure.kind().equals(kind))
                    .findFirst()
                    .ifPresent(failure -> one.putObject("last")
                            .put("key", failure.key())
                            .put("code", failure.code())
                            .put("requestId", failure.requestId())
                            .put("message", failure.message()));
        });
    }
}
