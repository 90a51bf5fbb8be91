package dev.caravan.report;

import dev.caravan.fleet.FleetStatus;
import dev.caravan.job.Printable;
import dev.caravan.progress.Quantities;
import dev.caravan.queue.QueueDepth;
import dev.caravan.record.JobStatus;
import dev.caravan.record.StatusRecord;
import dev.caravan.record.dynamo.Overview;
import dev.caravan.record.dynamo.ScannedRecord;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** Prints a fleet's status, aligned, in lines of at most {@link #WIDTH} columns. */
public final class StatusText {

    static final int WIDTH = 100;

    private final PrintWriter out;
    private final Overview seen;
    private final FleetStatus status;

    private StatusText(FleetStatus status, PrintWriter out) {
        this.status = status;
        this.seen = status.overview();
        this.out = out;
    }

    public static void print(FleetStatus status, PrintWriter out) {
        new StatusText(status, out).print();
    }

    private void print() {
        line("table " + Printable.of(status.table()) + ", " + Quantities.count(seen.records()) + " records read at "
                + time(seen.at()));
        objects();
        rates();
        seen.finders().forEach(this::finder);
        queue();
        failures();
        unfinished();
        out.flush();
    }

    private void objects() {
        for (JobStatus kind : JobStatus.values()) {
            String count = Quantities.count(seen.objects().get(kind));
            row(kind.name(), kind == JobStatus.DONE ? count + ", " + Quantities.bytes(seen.bytes()) : count);
        }
        if (seen.other() > 0) {
            row("without a status", Quantities.count(seen.other()));
        }
    }

    private void rates() {
        row("last 10 minutes", rate(seen.recent()));
        if (seen.first() != null && seen.last() != null) {
            row("in all", rate(seen.whole()) + " since " + time(seen.first()));
            row("last end", Quantities.time(seconds(seen.last().toEpochMilli())) + " ago");
        }
    }

    private static String rate(Overview.Rate rate) {
        return rate(rate.objectsPerSecond(), rate.bytesPerSecond());
    }

    static String rate(double objects, double bytes) {
        return String.format(Locale.ROOT, "%.1f objects/s, ", objects) + Quantities.bytes(Math.round(bytes)) + "/s";
    }

    private void finder(ScannedRecord.Lease lease) {
        String where = " on " + Printable.of(lease.owner());
        String since = lease.started() > 0 ? " since " + time(lease.started()) : "";
        boolean running = lease.until() > seen.at().toEpochMilli();
        row("finder", running ? "running" + where + since : "not running; last" + where + since);
    }

    private void queue() {
        QueueDepth queue = status.queue();
        line("queue " + Printable.of(queue.name()));
        row("waiting", Quantities.count(queue.waiting()));
        row("in flight", Quantities.count(queue.inFlight()));
        row("delayed", Quantities.count(queue.delayed()));
        Duration age = status.oldest().age();
        row(
                "oldest message",
                age == null ? "unknown (" + status.oldest().unknown() + ")" : Quantities.time(age.toMillis() / 1000.0));
        row("dead letters", deadLetters());
    }

    private String deadLetters() {
        QueueDepth dead = status.deadLetters().queue();
        if (dead != null) {
            return Quantities.count(dead.all()) + " in " + Printable.of(dead.name());
        }
        return noDeadLetters(status.deadLetters().unknown());
    }

    /** Says that there is no dead-letter queue, or why it can't be read. */
    static String noDeadLetters(String unknown) {
        return unknown.isEmpty()
                ? "no redrive policy names a queue for them"
                : "unknown (" + Printable.of(unknown) + ")";
    }

    private void failures() {
        if (seen.failures().isEmpty()) {
            return;
        }
        line("failures, the last of each kind; caravan status --failed lists them all");
        for (Overview.FailureGroup group : seen.failures()) {
            ScannedRecord example = group.example();
            String count = Quantities.count(group.count());
            row(Printable.of(group.kind()), example == null ? count : count + ", " + name(example));
            if (example != null && example.error().length() > group.kind().length()) {
                row("", Printable.of(example.error()));
            }
        }
    }

    private void unfinished() {
        if (seen.unfinished().isEmpty()) {
            return;
        }
        line("begun and not ended, the oldest");
        for (ScannedRecord begun : seen.unfinished()) {
            String age = begun.started() > 0 ? Quantities.time(seconds(begun.started())) : "of unknown age";
            row(age, begun.status() + " " + name(begun));
        }
    }

    /** Returns a key in quotes, or the record's name if it isn't an object's. */
    static String name(ScannedRecord seen) {
        return seen.reserved() ? Printable.of(seen.reservedName()) : Printable.quoted(seen.key());
    }

    static String time(long millis) {
        return time(Instant.ofEpochMilli(millis));
    }

    static String time(Instant at) {
        return StatusRecord.TIME.format(at) + " UTC";
    }

    private double seconds(long since) {
        return Math.max(0, (seen.at().toEpochMilli() - since) / 1000.0);
    }

    private void row(String name, String value) {
        line(Summary.row(name, value));
    }

    private void line(String text) {
        out.println(Printable.cut(text, WIDTH));
    }
}
