package dev.caravan.job;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** A point in time, given as a date or an age; the other is null. */
public record Moment(Instant date, Duration age) {

    /**
     * Parses an age such as {@code 7d}, a date such as {@code 2026-11-01}, which begins in UTC, or an ISO 8601 time, in
     * UTC without an offset.
     *
     * @throws IllegalArgumentException with the text and the notation
     */
    static Moment parse(String text) {
        String stripped = text.strip();
        if (stripped.indexOf('-') < 0) {
            return new Moment(null, Ages.parse(stripped));
        }
        try {
            if (stripped.toUpperCase(Locale.ROOT).indexOf('T') < 0) {
                return new Moment(
                        LocalDate.parse(stripped).atStartOfDay(ZoneOffset.UTC).toInstant(), null);
            }
            var read = DateTimeFormatter.ISO_DATE_TIME.parseBest(stripped, OffsetDateTime::from, LocalDateTime::from);
            return new Moment(
                    read instanceof OffsetDateTime offset
                            ? offset.toInstant()
                            : ((LocalDateTime) read).toInstant(ZoneOffset.UTC),
                    null);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    Printable.of(text)
                            + " is neither an age such as 7d, 12h or 30m nor a date such as 2026-11-01 or 2026-11-01T08:00:00Z",
                    e);
        }
    }

    /** Returns the point in time; an age counts back from now. */
    Instant at(Instant now) {
        return date != null ? date : now.minus(age);
    }
}
