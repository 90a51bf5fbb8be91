package dev.caravan.observe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.report.StatusJson;
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
        ObjectNode line = StatusJson.JSON.createObjectNode();
        ObjectNode directive = line.putObject("_aws").put("Timestamp", at.toEpochMilli());
        ObjectNode group = directive.putArray("CloudWatchMetrics").addObject().put("Namespace", namespace);
        group.putArray("Dimensions").addArray().add(DIMENSION);
        ArrayNode names = group.putArray("Metrics");
        line.put(DIMENSION, role).put("Job", job);
        number(line, "IntervalSeconds", Math.round(seconds * 1000) / 1000.0);
        for (Metric metric : metrics) {
            names.addObject().put("Name", metric.name()).put("Unit", metric.unit());
            number(line, metric.name(), metric.value());
        }
        try {
            return StatusJson.JSON.writeValueAsString(line);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of text and numbers is always JSON", e);
        }
    }

    private static void number(ObjectNode line, String name, double value) {
        if (value == Math.rint(value)) {
            line.put(name, (long) value);
        } else {
            line.put(name, value);
        }
    }
}
