package dev.caravan.observe;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.caravan.report.StatusJson;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;

/**
 * A log line of which Amazon CloudWatch makes metrics ("Specification: Embedded metric format"): the whole line is one JSON object, whose
 * member {@code _aws} says which others are metrics and which are their dimensions.
 *
 * @param namespace of the metrics
 * @param role the only dimension: with one for each machine or job every figure would be paid for as often
 * @param job the two sides, for who searches the log; no metric
 */
record MetricDocument(String namespace, String role, String job) {

    private static final String DIMENSION = "Role";

    /**
     * The line, without its end.
     *
     * @param seconds that the figures are about, for who wants a rate; no metric
     * @param metrics at most 100, no two of one name
     */
    String line(Instant at, double seconds, List<Metric> metrics) {
        StringWriter line = new StringWriter(1024);
        try (JsonGenerator json = StatusJson.JSON.createGenerator(line)) {
            json.writeStartObject();
            directive(json, at, metrics);
            json.writeStringField(DIMENSION, role);
            json.writeStringField("Job", job);
            json.writeFieldName("IntervalSeconds");
            number(json, Math.round(seconds * 1000) / 1000.0);
            for (Metric metric : metrics) {
                json.writeFieldName(metric.name());
                number(json, metric.value());
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return line.toString();
    }

    private void directive(JsonGenerator json, Instant at, List<Metric> metrics) throws IOException {
        json.writeObjectFieldStart("_aws");
        json.writeNumberField("Timestamp", at.toEpochMilli());
        json.writeArrayFieldStart("CloudWatchMetrics");
        json.writeStartObject();
        json.writeStringField("Namespace", namespace);
        json.writeArrayFieldStart("Dimensions");
        json.writeStartArray();
        json.writeString(DIMENSION);
        json.writeEndArray();
        json.writeEndArray();
        json.writeArrayFieldStart("Metrics");
        for (Metric metric : metrics) {
            json.writeStartObject();
            json.writeStringField("Name", metric.name());
            json.writeStringField("Unit", metric.unit());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void number(JsonGenerator json, double value) throws IOException {
        if (value == Math.rint(value)) {
            json.writeNumber((long) value);
        } else {
            json.writeNumber(value);
        }
    }
}
