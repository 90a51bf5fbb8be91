package dev.caravan.local;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;

/** Reads and writes the dates of HTTP headers and of listings. */
final class HttpDates {
    private static final DateTimeFormatter RFC_1123 = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);

    private static volatile Formatted latest = new Formatted(Instant.EPOCH, RFC_1123.format(Instant.EPOCH));

    private HttpDates() {}

    static String format(Instant time) {
        // Under load almost every request needs the same second, so the last value is cached.
        Formatted known = latest;
        if (known.time.getEpochSecond() != time.getEpochSecond()) {
            known = new Formatted(time, RFC_1123.format(time));
            latest = known;
        }
        return known.text;
    }

    /** Parses a date. Returns empty if it is invalid: HTTP ignores a condition with an invalid date. */
    static Optional<Instant> parse(String text) {
        try {
            return Optional.of(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text)));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** Formats a time as listings do: whole seconds, written with milliseconds. */
    static String iso(Instant time) {
        String text = time.toString();
        return text.length() == "2006-02-03T16:45:09Z".length() ? text.substring(0, text.length() - 1) + ".000Z" : text;
    }

    private record Formatted(Instant time, String text) {}
}
