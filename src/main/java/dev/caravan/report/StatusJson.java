package dev.caravan.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.fleet.FleetStatus;
import dev.caravan.queue.QueueDepth;
import dev.caravan.record.JobStatus;
import dev.caravan.record.dynamo.Overview;
import dev.caravan.record.dynamo.ScannedRecord;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.Instant;

/** A fleet's status as one line of JSON, with times in ISO 8601 and ages in seconds. */
public final class StatusJson {

    /** Escapes all characters that a terminal would interpret. */
    public static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .build());

    private StatusJson() {}

    public static void line(ObjectNode document, PrintWriter out) {
        try {
            JSON.writeValue(out, document);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        out.println();
    }

    public static void print(FleetStatus status, PrintWriter out) {
        line(document(status), out);
        out.flush();
    }

    private static ObjectNode document(FleetStatus status) {
        Overview seen = status.overview();
        ObjectNode document = JSON.createObjectNode()
                .put("at", seen.at().toString())
                .put("table", status.table())
                .put("records", seen.records());
        ObjectNode objects = document.putObject("objects");
        for (JobStatus kind : JobStatus.values()) {
            objects.put(kind.name(), seen.objects().get(kind));
        }
        document.put("bytesDone", seen.bytes()).put("otherRecords", seen.other());
        time(document, "firstStart", seen.first());
        time(document, "lastEnd", seen.last());
        rate(document.putObject("last10Minutes"), seen.recent());
        rate(document.putObject("whole"), seen.whole());
        ArrayNode finders = document.putArray("finders");
        for (ScannedRecord.Lease lease : seen.finders()) {
            ObjectNode finder = finders.addObject().put("owner", lease.owner());
            time(finder, "started", instant(lease.started()));
            time(finder, "until", instant(lease.until()));
        }
        queues(document, status);
        failures(document.putArray("failures"), seen);
        ArrayNode unfinished = document.putArray("unfinished");
        for (ScannedRecord begun : seen.unfinished()) {
            ObjectNode object = unfinished
                    .addObject()
                    .put("key", begun.key())
                    .put("status", begun.status().name());
            time(object, "started", instant(begun.started()));
        }
        return document;
    }

    private static void rate(ObjectNode node, Overview.Rate rate) {
        node.put("objectsPerSecond", rate.objectsPerSecond()).put("bytesPerSecond", rate.bytesPerSecond());
    }

    private static void queues(ObjectNode document, FleetStatus status) {
        ObjectNode queue = depth(document, "queue", status.queue());
        if (status.oldest().age() != null) {
            queue.put("oldestMessageSeconds", status.oldest().age().toSeconds());
        } else {
            queue.put("oldestMessageUnknown", status.oldest().unknown());
        }
        if (status.deadLetters().queue() != null) {
            depth(document, "deadLetters", status.deadLetters().queue());
        } else if (!status.deadLetters().unknown().isEmpty()) {
            document.put("deadLettersUnknown", status.deadLetters().unknown());
        }
    }

    private static ObjectNode depth(ObjectNode document, String name, QueueDepth queue) {
        return document.putObject(name)
                .put("name", queue.name())
                .put("waiting", queue.waiting())
                .put("inFlight", queue.inFlight())
                .put("delayed", queue.delayed());
    }

    private static void failures(ArrayNode failures, Overview seen) {
        for (Overview.FailureGroup group : seen.failures()) {
            ObjectNode failure = failures.addObject().put("kind", group.kind()).put("count", group.count());
            if (group.example() != null) {
                failure.set("last", FailureList.json(group.example()));
            }
        }
    }

    /** Adds a time unless it is null. */
    static void time(ObjectNode node, String name, Instant at) {
        if (at != null) {
            node.put(name, at.toString());
        }
    }

    static Instant instant(long millis) {
        return millis > 0 ? Instant.ofEpochMilli(millis) : null;
    }
}
