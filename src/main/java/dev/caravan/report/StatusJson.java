package dev.caravan.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import dev.caravan.fleet.FleetStatus;
import dev.caravan.queue.QueueDepth;
import dev.caravan.record.JobStatus;
import dev.caravan.record.dynamo.Overview;
import dev.caravan.record.dynamo.ScannedRecord;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;

/** A fleet's status for programs: one JSON document in one line, times in ISO 8601, ages in seconds. */
public final class StatusJson {

    /** Whatever a key holds, a terminal shows it as text. */
    public static final JsonFactory JSON = JsonFactory.builder()
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .build();

    private final JsonGenerator json;

    private StatusJson(JsonGenerator json) {
        this.json = json;
    }

    public static void print(FleetStatus status, PrintWriter out) throws IOException {
        try (JsonGenerator json = JSON.createGenerator(out)) {
            new StatusJson(json).status(status);
        }
        out.println();
        out.flush();
    }

    private void status(FleetStatus status) throws IOException {
        Overview seen = status.overview();
        json.writeStartObject();
        json.writeStringField("at", seen.at().toString());
        json.writeStringField("table", status.table());
        json.writeNumberField("records", seen.records());
        json.writeObjectFieldStart("objects");
        for (JobStatus kind : JobStatus.values()) {
            json.writeNumberField(kind.name(), seen.objects().get(kind));
        }
        json.writeEndObject();
        json.writeNumberField("bytesDone", seen.bytes());
        json.writeNumberField("otherRecords", seen.other());
        time("firstStart", seen.first());
        time("lastEnd", seen.last());
        rate("last10Minutes", seen.recent());
        rate("whole", seen.whole());
        finders(seen);
        queue(status);
        failures(seen);
        unfinished(seen);
        json.writeEndObject();
    }

    private void rate(String name, Overview.Rate rate) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeNumberField("objectsPerSecond", rate.objectsPerSecond());
        json.writeNumberField("bytesPerSecond", rate.bytesPerSecond());
        json.writeEndObject();
    }

    private void finders(Overview seen) throws IOException {
        json.writeArrayFieldStart("finders");
        for (ScannedRecord.Lease lease : seen.finders()) {
            json.writeStartObject();
            json.writeStringField("owner", lease.owner());
            time("started", instant(lease.started()));
            time("until", instant(lease.until()));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void queue(FleetStatus status) throws IOException {
        json.writeObjectFieldStart("queue");
        depth(status.queue());
        if (status.oldest().age() != null) {
            json.writeNumberField("oldestMessageSeconds", status.oldest().age().toSeconds());
        } else {
            json.writeStringField("oldestMessageUnknown", status.oldest().unknown());
        }
        json.writeEndObject();
        if (status.deadLetters().queue() != null) {
            json.writeObjectFieldStart("deadLetters");
            depth(status.deadLetters().queue());
            json.writeEndObject();
        } else if (!status.deadLetters().unknown().isEmpty()) {
            json.writeStringField("deadLettersUnknown", status.deadLetters().unknown());
        }
    }

    private void depth(QueueDepth queue) throws IOException {
        json.writeStringField("name", queue.name());
        json.writeNumberField("waiting", queue.waiting());
        json.writeNumberField("inFlight", queue.inFlight());
        json.writeNumberField("delayed", queue.delayed());
    }

    private void failures(Overview seen) throws IOException {
        json.writeArrayFieldStart("failures");
        for (Overview.FailureGroup group : seen.failures()) {
            json.writeStartObject();
            json.writeStringField("kind", group.kind());
            json.writeNumberField("count", group.count());
            if (group.example() != null) {
                json.writeFieldName("last");
                FailureList.json(json, group.example());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void unfinished(Overview seen) throws IOException {
        json.writeArrayFieldStart("unfinished");
        for (ScannedRecord begun : seen.unfinished()) {
            json.writeStartObject();
            json.writeStringField("key", begun.key());
            json.writeStringField("status", begun.status().name());
            time("started", instant(begun.started()));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void time(String name, Instant at) throws IOException {
        if (at != null) {
            json.writeStringField(name, at.toString());
        }
    }

    static Instant instant(long millis) {
        return millis > 0 ? Instant.ofEpochMilli(millis) : null;
    }
}
