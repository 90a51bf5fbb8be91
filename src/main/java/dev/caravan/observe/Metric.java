package dev.caravan.observe;

/**
 * One figure.
 *
 * @param name in Amazon CloudWatch
 * @param unit of CloudWatch (MetricDatum, Unit)
 */
record Metric(String name, String unit, double value) {

    static Metric count(String name, long value) {
        return new Metric(name, "Count", value);
    }

    static Metric bytes(String name, long value) {
        return new Metric(name, "Bytes", value);
    }

    static Metric seconds(String name, double value) {
        return new Metric(name, "Seconds", value);
    }
}
