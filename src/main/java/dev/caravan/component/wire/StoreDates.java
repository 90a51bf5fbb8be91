package dev.caravan.component.wire;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.Locale;

/** Parses the two time formats of stores, with a fast path for their usual form. */
public final class StoreDates {

    /** Other forms of a listing's time. Without a zone it is UTC. */
    private static final DateTimeFormatter NEARLY_USUAL = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .appendPattern("['T'][' ']")
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .appendPattern("[XXX][XX][X]")
            .parseDefaulting(ChronoField.OFFSET_SECONDS, 0)
            .toFormatter(Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);

    private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";

    private StoreDates() {}

    /**
     * Parses a listing's time, for example {@code 2023-11-14T22:13:20.000Z}. Also accepts an offset, a space in place
     * of the T, no zone, and the header form.
     *
     * @throws DateTimeException for any other form
     */
    public static Instant listed(String text) {
        int n = text.length();
        if (n >= 20 && text.charAt(n - 1) == 'Z' && text.charAt(10) == 'T' && text.charAt(4) == '-') {
            int year = number(text, 0, 4);
            int month = number(text, 5, 7);
            int day = number(text, 8, 10);
            int second = clock(text, 11);
            int millis = n == 20 ? 0 : n == 24 && text.charAt(19) == '.' ? number(text, 20, 23) : -1;
            if ((year | month | day | second | millis) >= 0 && text.charAt(7) == '-') {
                return instant(year, month, day, second, millis);
            }
        }
        if (n > 3 && text.charAt(3) == ',') {
            return header(text);
        }
        return Instant.from(NEARLY_USUAL.parse(text));
    }

    /**
     * Parses a header's time, for example {@code Tue, 14 Nov 2023 22:13:20 GMT}.
     *
     * @throws DateTimeException for any other form
     */
    public static Instant header(String text) {
        if (text.length() == 29 && text.endsWith(" GMT") && text.charAt(7) == ' ' && text.charAt(16) == ' ') {
            int month = MONTHS.indexOf(text.substring(8, 11));
            int day = number(text, 5, 7);
            int year = number(text, 12, 16);
            int second = clock(text, 17);
            if ((year | month | day | second) >= 0 && month % 3 == 0) {
                return instant(year, month / 3 + 1, day, second, 0);
            }
        }
        return Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text));
    }

    private static Instant instant(int year, int month, int day, int second, int millis) {
        return Instant.ofEpochSecond(
                LocalDate.of(year, month, day).toEpochDay() * 86_400 + second, millis * 1_000_000L);
    }

    /** Returns the second of the day of {@code HH:mm:ss}; negative if invalid. */
    private static int clock(String text, int at) {
        int hour = number(text, at, at + 2);
        int minute = number(text, at + 3, at + 5);
        int second = number(text, at + 6, at + 8);
        boolean valid =
                hour < 24 && minute < 60 && second < 60 && text.charAt(at + 2) == ':' && text.charAt(at + 5) == ':';
        return valid && (hour | minute | second) >= 0 ? hour * 3600 + minute * 60 + second : -1;
    }

    private static int number(String text, int from, int to) {
        int value = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            value = value * 10 + (c - '0');
        }
        return value;
    }
}
