package dev.caravan.observe.console;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.caravan.flow.InFlight;
import dev.caravan.job.Printable;
import dev.caravan.job.Side;
import dev.caravan.observe.meters.Watched;
import dev.caravan.progress.Progress;
import dev.caravan.progress.RecentFailures;
import dev.caravan.progress.Remaining;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** A run at this moment, as JSON for the status page and for programs. Sizes are in bytes, times in UTC, ages in seconds. */
final class StatusDocument {

    private static final JsonFactory JSON = new JsonFactory();
    private static final int MOVING = 20;
    private static final int LARGE = 10;
    private static final int FAILURES = 20;

    /** As many as there can be slots. */
    private static final int ALL = 5000;

    private final RunView run;
    private final History history;
    private final List<Link> links;

    /** A page beside this one. */
    record Link(String name, String path) {}

    StatusDocument(RunView run, History history, List<Link> links) {
        this.run = run;
        this.history = history;
        this.links = links;
    }

    /** @param after the number of the last second that the page has heard of */
    byte[] at(Instant now, long after) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(8192);
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            Watched watched = run.watched().get();
            run(json, watched != null, now);
            links(json);
            if (watched != null) {
                Progress progress = watched.progress().get();
                progress(json, progress.now());
                slots(json, watched);
                moving(json, watched.inFlight().oldest(ALL), now);
                failures(json, progress.failures());
                backingOff(json, watched);
                history(json, after);
            }
            json.writeEndObject();
        }
        return out.toByteArray();
    }

    private void run(JsonGenerator json, boolean begun, Instant now) throws IOException {
        RunState.Told state = run.state().now();
        json.writeStringField("version", run.version());
        json.writeStringField("mode", run.mode());
        json.writeStringField("from", name(run.job().source()));
        json.writeStringField("to", name(run.job().destination()));
        json.writeBooleanField("dryRun", run.job().dryRun());
        json.writeStringField("state", begun || state.ended() != null ? state.name() : "starting");
        json.writeStringField("stateText", state.text());
        json.writeStringField("since", run.state().since().toString());
        json.writeNumberField("seconds", age(run.state().since(), state.ended() == null ? now : state.ended()));
        json.writeStringField("now", now.toString());
    }

    private static String name(Side side) {
        return Printable.of(side.url() + (side.endpoint().isEmpty() ? "" : " at " + side.endpoint()));
    }

    private void progress(JsonGenerator json, Progress.Snapshot now) throws IOException {
        Progress.Snapshot before = history.before(now);
        double seconds = Math.max(1, now.nanos() - before.nanos()) / 1e9;
        boolean known = now.totalKnown() && !run.mode().equals("worker");
        json.writeObjectFieldStart("progress");
        json.writeBooleanField("allFound", now.allFound());
        json.writeNumberField("sourceListed", now.sourceListed());
        json.writeNumberField("destinationListed", now.destinationListed());
        json.writeNumberField("same", now.same());
        json.writeNumberField("extra", now.extra());
        json.writeNumberField("found", now.found());
        json.writeNumberField("foundBytes", now.foundBytes());
        json.writeNumberField("copied", now.copied());
        json.writeNumberField("copiedBytes", now.copiedBytes());
        json.writeNumberField("movedBytes", now.movedBytes());
        json.writeNumberField("deleted", now.deleted());
        json.writeNumberField("cancelled", now.cancelled());
        json.writeNumberField("skipped", now.skipped());
        json.writeNumberField("failed", now.failed());
        json.writeNumberField("retried", now.retried());
        json.writeNumberField("settled", now.settled());
        if (known) {
            json.writeNumberField("total", now.total());
            json.writeNumberField("totalBytes", now.totalBytes());
            json.writeNumberField("share", Remaining.share(now));
        }
        json.writeNumberField("secondsLeft", known ? Math.round(Remaining.secondsLeft(before, now)) : -1);
        json.writeNumberField("bytesPerSecond", Math.round((now.movedBytes() - before.movedBytes()) / seconds));
        json.writeNumberField("objectsPerSecond", Math.round((now.settled() - before.settled()) / seconds));
        json.writeEndObject();
    }

    private static void slots(JsonGenerator json, Watched watched) throws IOException {
        json.writeObjectFieldStart("slots");
        json.writeNumberField("used", watched.slotsInUse().getAsInt());
        json.writeNumberField("of", watched.slots());
        json.writeEndObject();
    }

    private static void moving(JsonGenerator json, List<InFlight.Entry> all, Instant now) throws IOException {
        json.writeArrayFieldStart("inFlight");
        for (InFlight.Entry one : all.subList(0, Math.min(MOVING, all.size()))) {
            entry(json, one, now);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("large");
        for (InFlight.Entry one : all.stream()
                .filter(entry -> entry.parts() > 0)
                .sorted(Comparator.comparingInt(InFlight.Entry::parts).reversed())
                .limit(LARGE)
                .toList()) {
            entry(json, one, now);
        }
        json.writeEndArray();
    }

    private static void entry(JsonGenerator json, InFlight.Entry one, Instant now) throws IOException {
        json.writeStartObject();
        json.writeStringField("key", Printable.of(one.key()));
        json.writeStringField("what", one.what());
        json.writeNumberField("size", one.size());
        json.writeNumberField("bytes", one.bytes());
        json.writeNumberField("part", one.part());
        json.writeNumberField("parts", one.parts());
        json.writeNumberField("partsDone", one.partsDone());
        json.writeNumberField("attempt", one.attempt());
        json.writeNumberField("age", age(one.since(), now));
        json.writeNumberField("idle", age(one.lastMove(), now));
        json.writeEndObject();
    }

    private static long age(Instant since, Instant now) {
        return Math.max(0, Duration.between(since, now).toSeconds());
    }

    private static void failures(JsonGenerator json, RecentFailures failures) throws IOException {
        json.writeObjectFieldStart("failuresByKind");
        for (Map.Entry<String, Long> kind : failures.byKind().entrySet()) {
            json.writeNumberField(kind.getKey(), kind.getValue());
        }
        json.writeEndObject();
        json.writeArrayFieldStart("failures");
        for (RecentFailures.Entry failure : failures.latest(FAILURES)) {
            json.writeStartObject();
            json.writeStringField("time", failure.time().toString());
            json.writeStringField("key", Printable.of(failure.key()));
            json.writeStringField("kind", failure.kind());
            json.writeStringField("code", failure.code());
            json.writeStringField("requestId", failure.requestId());
            json.writeNumberField("attempts", failure.attempts());
            json.writeStringField("message", Printable.of(failure.message()));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void backingOff(JsonGenerator json, Watched watched) throws IOException {
        json.writeArrayFieldStart("backingOff");
        backingOff(json, run.job().source(), watched.sourceBackOff().getAsLong());
        backingOff(json, run.job().destination(), watched.destinationBackOff().getAsLong());
        json.writeEndArray();
    }

    private static void backingOff(JsonGenerator json, Side side, long gapNanos) throws IOException {
        if (gapNanos > 0) {
            json.writeStartObject();
            json.writeStringField("store", name(side));
            json.writeNumberField("gapMillis", gapNanos / 1e6);
            json.writeEndObject();
        }
    }

    private void history(JsonGenerator json, long after) throws IOException {
        json.writeNumberField("historySeconds", History.SECONDS);
        json.writeArrayFieldStart("history");
        for (History.Second second : history.after(after)) {
            json.writeStartArray();
            json.writeNumber(second.number());
            json.writeNumber(second.bytes());
            json.writeNumber(second.objects());
            json.writeEndArray();
        }
        json.writeEndArray();
    }

    private void links(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("links");
        for (Link link : links) {
            json.writeStartObject();
            json.writeStringField("name", link.name());
            json.writeStringField("path", link.path());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
