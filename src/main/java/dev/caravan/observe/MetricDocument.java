package dev.caravan.observe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.report.StatusJson;
import java.util.List;

/**
 * A log line that Amazon CloudWatch converts to metrics ("Specification: Embedded metric format"): one JSON object,
 * whose member {@code _aws} lists the metrics and dimensions.
 *
 * @param role the only dimension: a dimension for each machine or job would multiply the cost
 * @param job the two sides, for log searches; no metric
 */
record MetricDocument(String namespace, String role, String job) {

    /**
     * One figure.
     *
     * @param name in Amazon CloudWatch
     * @param unit of CloudWatch (MetricDatum, Unit)
     */
    record Metric(String name, String unit, double value) {}

    private static final String DIMENSION = "Role";

    /**
     * Returns the line without its end.
     *
     * @param seconds covered by the figures, to compute rates; no metric
     * @param metrics at most 100 with unique names
     */
    String line(double seconds, List<Metric> metrics) {
        ObjectNode line = StatusJson.JSON.createObjectNode();
        ObjectNode directive = line.putObject("_aws").put("Timestamp", System.currentTimeMillis());
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
