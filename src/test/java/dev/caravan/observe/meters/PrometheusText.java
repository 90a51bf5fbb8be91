package dev.caravan.observe.meters;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads Prometheus' text format 0.0.4 strictly ("Exposition formats"): anything unknown is an error. */
public final class PrometheusText {

    private static final String NAME = "[a-zA-Z_:][a-zA-Z0-9_:]*";
    private static final Pattern META = Pattern.compile("# (HELP|TYPE) (" + NAME + ") (.*)");
    private static final Pattern SAMPLE = Pattern.compile("(" + NAME + ")(?:\\{(.*)\\})? (\\S+)");
    private static final Pattern LABEL =
            Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\\\n]|\\\\[\\\\\"n])*)\"(,|$)");

    private final Map<String, String> types = new HashMap<>();
    private final Map<String, Double> samples = new LinkedHashMap<>();

    private PrometheusText() {}

    public static PrometheusText parse(String text) {
        if (!text.endsWith("\n")) {
            throw new AssertionError("the last line has no end");
        }
        PrometheusText parsed = new PrometheusText();
        text.lines().forEach(parsed::line);
        parsed.checkHistograms();
        return parsed;
    }

    private void line(String line) {
        Matcher meta = META.matcher(line);
        if (meta.matches()) {
            if (meta.group(1).equals("TYPE")) {
                require(meta.group(3).matches("counter|gauge|histogram|summary|untyped"), line);
                require(types.put(meta.group(2), meta.group(3)) == null, "two types: " + line);
            }
            return;
        }
        Matcher sample = SAMPLE.matcher(line);
        require(sample.matches(), line);
        String name = sample.group(1);
        require(types.containsKey(family(name)), "no type before " + line);
        if (types.get(family(name)).equals("counter")) {
            require(name.endsWith("_total"), "a counter's name: " + line);
        }
        String value = sample.group(3).replace("Inf", "Infinity");
        Object before = samples.put(name + labels(sample.group(2)), Double.parseDouble(value));
        require(before == null, "twice: " + line);
    }

    private String family(String name) {
        if (types.containsKey(name)) {
            return name;
        }
        String family = name.replaceFirst("_(bucket|sum|count)$", "");
        return types.getOrDefault(family, "").matches("histogram|summary") ? family : name;
    }

    private static Map<String, String> labels(String text) {
        Map<String, String> labels = new TreeMap<>();
        if (text == null) {
            return labels;
        }
        Matcher label = LABEL.matcher(text);
        int end = 0;
        while (label.find() && label.start() == end) {
            require(labels.put(label.group(1), label.group(2)) == null, "a label twice: " + text);
            end = label.end();
        }
        require(end == text.length(), "labels: " + text);
        return labels;
    }

    private void checkHistograms() {
        Map<String, Double> last = new HashMap<>();
        samples.forEach((key, value) -> {
            int bucket = key.indexOf("_bucket{");
            if (bucket > 0) {
                String series = key.substring(0, bucket) + "{"
                        + key.substring(bucket + 8).replaceFirst("le=[^,}]*(, )?", "");
                require(last.getOrDefault(series, 0.0) <= value, "a histogram that falls: " + key);
                last.put(series, value);
                if (key.contains("le=+Inf")) {
                    String count = key.replace("_bucket{", "_count{").replaceFirst("le=[^,}]*, ", "");
                    require(samples.get(count).equals(value), "the last bucket isn't the count: " + key);
                }
            }
        });
    }

    private static void require(boolean right, String what) {
        if (!right) {
            throw new AssertionError(what);
        }
    }

    /**
     * Returns the value of one sample, and fails if it doesn't exist. The sample has its labels in the order of their
     * names: {@code name{a=1, b=2}}.
     */
    public double value(String sample) {
        String key = sample.endsWith("}") ? sample : sample + "{}";
        require(samples.containsKey(key), "no " + key + " in " + samples.keySet());
        return samples.get(key);
    }

    /** Returns the sum of all samples of a name. */
    public double sum(String name) {
        return samples.entrySet().stream()
                .filter(sample -> sample.getKey().startsWith(name + "{"))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }

    /** Returns the samples as {@code name{label=value}}, in their order. */
    public Map<String, Double> samples() {
        return samples;
    }
}
