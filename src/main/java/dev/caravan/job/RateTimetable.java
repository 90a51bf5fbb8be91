package dev.caravan.job;

import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The allowed bytes per second by time of the week: one rate, or {@code 08:00,10MiB 19:00,off}, each from its time on,
 * daily or on a named day ({@code Sat-00:00,off}). Times are local.
 *
 * @param text as written; a fixed rate as a number
 * @param rates bytes per second, 0 for no limit, by minute of the week; at least one
 */
public record RateTimetable(String text, NavigableMap<Integer, Long> rates) {

    public static final RateTimetable NONE = of(0);

    private static final Pattern ENTRY = Pattern.compile(
            "(?:(MON|TUE|WED|THU|FRI|SAT|SUN)-)?(\\d{1,2}):(\\d{2}),(\\S{1,40})", Pattern.CASE_INSENSITIVE);

    private static final int DAY = 24 * 60;
    private static final int MOST_ENTRIES = 100;

    public RateTimetable {
        rates = Collections.unmodifiableNavigableMap(new TreeMap<>(rates));
    }

    /** Returns a constant rate in bytes per second; 0 for no limit. */
    public static RateTimetable of(long bytesPerSecond) {
        return new RateTimetable(
                Long.toString(bytesPerSecond), new TreeMap<>(Collections.singletonMap(0, bytesPerSecond)));
    }

    /** Parses a rate or timetable. Throws {@link IllegalArgumentException} with the text and the notation. */
    public static RateTimetable parse(String text) {
        String plain = text.strip();
        if (plain.indexOf(',') < 0) {
            return of(rate(plain));
        }
        String[] entries = plain.split("\\s+", MOST_ENTRIES + 1);
        if (entries.length > MOST_ENTRIES) {
            throw new IllegalArgumentException("has more than " + MOST_ENTRIES + " times");
        }
        NavigableMap<Integer, Long> rates = new TreeMap<>();
        for (boolean ofOneDay : new boolean[] {false, true}) {
            for (String entry : entries) {
                add(entry, ofOneDay, rates);
            }
        }
        return new RateTimetable(String.join(" ", entries), rates);
    }

    /** Adds an entry; one for a named day overrides a daily one. */
    private static void add(String entry, boolean ofOneDay, NavigableMap<Integer, Long> rates) {
        Matcher matcher = ENTRY.matcher(entry);
        int minute =
                matcher.matches() ? Integer.parseInt(matcher.group(2)) * 60 + Integer.parseInt(matcher.group(3)) : DAY;
        if (minute >= DAY || Integer.parseInt(matcher.group(3)) > 59) {
            throw new IllegalArgumentException(
                    Printable.of(entry) + " is not a time and a rate such as 08:00,10MiB, 19:00,off or Sat-00:00,off");
        }
        long rate = rate(matcher.group(4));
        String day = matcher.group(1);
        if ((day != null) != ofOneDay) {
            return;
        }
        for (DayOfWeek one : DayOfWeek.values()) {
            if (day == null || one.name().startsWith(day.toUpperCase(Locale.ROOT))) {
                rates.put((one.getValue() - 1) * DAY + minute, rate);
            }
        }
    }

    private static long rate(String text) {
        if (text.equalsIgnoreCase("off")) {
            return 0;
        }
        return Sizes.parse(text.toLowerCase(Locale.ROOT).endsWith("/s") ? text.substring(0, text.length() - 2) : text);
    }

    /** Returns the rate at a local time, in bytes per second; 0 for no limit. */
    public long at(LocalDateTime time) {
        int minute = (time.getDayOfWeek().getValue() - 1) * DAY + time.getHour() * 60 + time.getMinute();
        var entry = rates.floorEntry(minute);
        return entry == null ? rates.lastEntry().getValue() : entry.getValue();
    }

    public boolean changes() {
        return rates.size() > 1;
    }

    /** Returns the lowest limit in bytes per second; 0 if there is never one. */
    public long lowest() {
        return rates.values().stream()
                .mapToLong(Long::longValue)
                .filter(rate -> rate > 0)
                .min()
                .orElse(0);
    }
}
