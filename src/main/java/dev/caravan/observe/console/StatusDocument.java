package dev.caravan.observe.console;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import dev.caravan.flow.InFlight;
import dev.caravan.job.Side;
import dev.caravan.observe.meters.Watched;
import dev.caravan.progress.Progress;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** The current state of a run as JSON, with sizes in bytes, times in UTC and ages in seconds. */
record StatusDocument(RunView run, History history, List<Link> links) {

    private static final ObjectMapper JSON = new ObjectMapper()
            .registerModule(new SimpleModule().addSerializer(Instant.class, ToStringSerializer.instance));
    private static final int MOVING = 20;
    private static final int LARGE = 10;
    private static final int FAILURES = 20;

    /** The limit of listed transfers, as high as that of slots. */
    private static final int ALL = 5000;

    record Link(String name, String path) {}

    /** @param after number of the last second that the page has */
    byte[] at(long after) throws IOException {
        Instant now = Instant.now();
        ObjectNode json = JSON.createObjectNode();
        Watched watched = run.watched().get();
        run(json, watched != null, now);
        json.set("links", JSON.valueToTree(links));
        if (watched != null) {
            Progress progress = watched.progress().get();
            json.set("progress", progress(progress.now()));
            json.putObject("slots")
                    .put("used", watched.slotsInUse().getAsInt())
                    .put("of", watched.slots().getAsInt())
                    .put("parts", watched.partSlots().getAsInt());
            json.put("held", watched.held().get());
            moving(json, watched.inFlight().oldest(ALL), now);
            json.set("failuresByKind", JSON.valueToTree(progress.failures().byKind()));
            json.set("failures", JSON.valueToTree(progress.failures().latest(FAILURES)));
            json.set("tryingAgain", JSON.valueToTree(progress.passing().kinds()));
            ArrayNode stores = json.putArray("backingOff");
            backingOff(stores, run.job().source(), watched.sourceBackOff().getAsLong());
            backingOff(
                    stores,
                    run.job().destination(),
                    watched.destinationBackOff().getAsLong());
            ArrayNode seconds = json.put("historySeconds", History.SECONDS).putArray("history");
            for (History.Second second : history.after(after)) {
                seconds.addArray().add(second.number()).add(second.bytes()).add(second.objects());
            }
        }
        return JSON.writeValueAsBytes(json);
    }

    private void run(ObjectNode json, boolean begun, Instant now) {
        RunState.Told state = run.state().now();
        json.put("version", run.version())
                .put("mode", run.mode())
                .put("from", run.job().source().name())
                .put("to", run.job().destination().name())
                .put("dryRun", run.job().dryRun())
                .put("state", begun || state.ended() != null ? state.name() : "starting")
                .put("stateText", state.text())
                .put("since", run.state().since().toString())
                .put("seconds", age(run.state().since(), state.ended() == null ? now : state.ended()))
                .put("now", now.toString());
    }

    private ObjectNode progress(Progress.Snapshot now) {
        Progress.Snapshot before = history.before(now);
        double seconds = Math.max(1, now.nanos() - before.nanos()) / 1e9;
        boolean known = now.totalKnown() && !run.mode().equals("worker");
        ObjectNode json = JSON.valueToTree(now);
        json.put("settled", now.settled());
        if (known) {
            json.put("total", now.total()).put("totalBytes", now.totalBytes()).put("share", now.share());
        }
        return json.put("secondsLeft", known ? Math.round(now.secondsLeft(before)) : -1)
                .put("bytesPerSecond", Math.round((now.movedBytes() - before.movedBytes()) / seconds))
                .put("objectsPerSecond", Math.round((now.settled() - before.settled()) / seconds));
    }

    private static void moving(ObjectNode json, List<InFlight.Entry> all, Instant now) {
        ArrayNode oldest = json.putArray("inFlight");
        all.stream().limit(MOVING).forEach(one -> oldest.add(entry(one, now)));
        ArrayNode large = json.putArray("large");
        all.stream()
                .filter(entry -> entry.parts() > 0)
                .sorted(Comparator.comparingInt(InFlight.Entry::parts).reversed())
                .limit(LARGE)
                .forEach(one -> large.add(entry(one, now)));
    }

    private static ObjectNode entry(InFlight.Entry one, Instant now) {
        ObjectNode json = JSON.valueToTree(one);
        return json.put("age", age(one.since(), now)).put("idle", age(one.lastMove(), now));
    }

    private static long age(Instant since, Instant now) {
        return Math.max(0, Duration.between(since, now).toSeconds());
    }

    private static void backingOff(ArrayNode stores, Side side, long gapNanos) {
        if (gapNanos > 0) {
            stores.addObject().put("store", side.name()).put("gapMillis", gapNanos / 1e6);
        }
    }
}
