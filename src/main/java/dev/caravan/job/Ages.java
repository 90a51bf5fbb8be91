package dev.caravan.job;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses ages and periods: a whole number of days, hours, minutes, {@code 7d}, {@code 12h}, {@code 30m}. */
public final class Ages {

    private static final Pattern AGE = Pattern.compile("(\\d{1,8}) ?([dhm])");
    private static final Pattern PERIOD = Pattern.compile("(\\d{1,9})([dhms])");
    private static final Duration LEAST = Duration.ofMinutes(1);
    private static final Duration MOST = Duration.ofDays(3650);

    private Ages() {}

    /**
     * Parses an age of one minute to 3,650 days.
     *
     * @throws IllegalArgumentException with the text and the notation
     */
    public static Duration parse(String text) {
        Duration age = parse(AGE, text, "an age such as 7d, 12h or 30m");
        if (age.compareTo(LEAST) < 0 || age.compareTo(MOST) > 0) {
            throw new IllegalArgumentException(Printable.of(text) + " is not within 1m and 3650d");
        }
        return age;
    }

    /** Parses a period, also in seconds, {@code 90s}; 0 for none. Errors as for {@link #parse(String)}. */
    static Duration period(String text) {
        return text.strip().equals("0") ? Duration.ZERO : parse(PERIOD, text, "a time such as 90s, 30m, 8h or 2d");
    }

    private static Duration parse(Pattern notation, String text, String noun) {
        Matcher matcher = notation.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new IllegalArgumentException(Printable.of(text) + " is not " + noun);
        }
        long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "d" -> Duration.ofDays(number);
            case "h" -> Duration.ofHours(number);
            case "m" -> Duration.ofMinutes(number);
            default -> Duration.ofSeconds(number);
        };
    }

    /** Formats the age in its largest whole unit: {@code 7d}, {@code 36h}. */
    public static String format(Duration age) {
        long minutes = age.toMinutes();
        return minutes % 1440 == 0 ? minutes / 1440 + "d" : minutes % 60 == 0 ? minutes / 60 + "h" : minutes + "m";
    }
}
