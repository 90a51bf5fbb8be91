package dev.caravan.observe;

import static dev.caravan.local.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads embedded metrics as Amazon CloudWatch does, and rejects metrics that CloudWatch rejects ("Specification:
 * Embedded metric format").
 */
public final class MetricText {

    private static final int LONGEST_NAME = 1024;
    private static final int MOST_METRICS = 100;
    private static final int MOST_DIMENSIONS = 30;
    private static final Set<String> UNITS = Set.of("Seconds", "Bytes", "Count");
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final List<JsonNode> lines;

    private MetricText(List<JsonNode> lines) {
        this.lines = lines;
    }

    /** Returns the metrics in the output of a process. */
    public static MetricText in(String output) {
        return new MetricText(output.lines()
                .filter(line -> line.contains("_aws"))
                .map(MetricText::read)
                .toList());
    }

    /** Returns the metrics of several processes together. */
    public static MetricText in(Collection<String> outputs) {
        return new MetricText(
                outputs.stream().flatMap(output -> in(output).lines.stream()).toList());
    }

    static JsonNode read(String line) {
        try {
            JsonNode document = JSON.readTree(line);
            require(document);
            return document;
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON: " + line, e);
        }
    }

    private static void require(JsonNode document) {
        JsonNode about = document.path("_aws");
        assertThat(about.path("Timestamp").isIntegralNumber()).isTrue();
        assertThat(about.path("CloudWatchMetrics").size()).isPositive();
        for (JsonNode directive : about.path("CloudWatchMetrics")) {
            assertThat(names(directive)).containsExactlyInAnyOrder("Namespace", "Dimensions", "Metrics");
            requireName(directive.path("Namespace"));
            for (JsonNode dimensions : directive.path("Dimensions")) {
                assertThat(dimensions.isArray()).isTrue();
                assertThat(dimensions.size()).isBetween(1, MOST_DIMENSIONS);
                for (JsonNode dimension : dimensions) {
                    requireName(document.path(dimension.asText()));
                }
            }
            assertThat(directive.path("Metrics").size()).isBetween(1, MOST_METRICS);
            Set<String> seen = new HashSet<>();
            for (JsonNode metric : directive.path("Metrics")) {
                requireName(metric.path("Name"));
                assertThat(UNITS).contains(metric.path("Unit").asText());
                assertThat(seen.add(metric.path("Name").asText())).isTrue();
                assertThat(document.path(metric.path("Name").asText()).isNumber())
                        .as("%s in %s", metric, document)
                        .isTrue();
            }
        }
    }

    private static void requireName(JsonNode text) {
        assertThat(text.isTextual()).isTrue();
        assertThat(text.asText()).isNotBlank().hasSizeLessThanOrEqualTo(LONGEST_NAME);
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    public List<JsonNode> lines() {
        return lines;
    }

    /** Returns the sum of all lines of the role. */
    public long sum(String role, String metric) {
        return lines.stream()
                .filter(line -> line.path("Role").asText().equals(role))
                .mapToLong(line -> line.path(metric).asLong())
                .sum();
    }

    /** Returns the metrics of a line as {@code name unit}. */
    static Set<String> metrics(JsonNode line) {
        Set<String> metrics =
                line.path("_aws").path("CloudWatchMetrics").path(0).path("Metrics").findParents("Name").stream()
                        .map(metric -> metric.path("Name").asText() + " "
                                + metric.path("Unit").asText())
                        .collect(Collectors.toSet());
        return metrics;
    }
}
