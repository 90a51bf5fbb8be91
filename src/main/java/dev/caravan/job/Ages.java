package dev.caravan.job;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses ages: a whole number of days, hours or minutes, {@code 7d}, {@code 12h}, {@code 30m}. */
public final class Ages {

    private static final Pattern AGE = Pattern.compile("(\\d{1,8}) ?([DHM])");
    private static final Duration LEAST = Duration.ofMinutes(1);
    private static final Duration MOST = Duration.ofDays(3650);

    private Ages() {}

    /**
     * Parses an age of one minute to 3,650 days.
     *
     * @throws IllegalArgumentException with the text and the notation
     */
    public static Duration parse(String text) {
        Matcher matcher = AGE.matcher(text.strip().toUpperCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new IllegalArgumentException(Printable.of(text) + " is not an age such as 7d, 12h or 30m");
        }
        long number = Long.parseLong(matcher.group(1));
        Duration age = switch (matcher.group(2)) {
            case "D" -> Duration.ofDays(number);
            case "H" -> Duration.ofHours(number);
            default -> Duration.ofMinutes(number);
        };
        if (age.compareTo(LEAST) < 0 || age.compareTo(MOST) > 0) {
            throw new IllegalArgumentException(Printable.of(text) + " is not within 1m and 3650d");
        }
        return age;
    }

    /** Formats the age in its largest whole unit: {@code 7d}, {@code 36h}. */
    public static String format(Duration age) {
        long minutes = age.toMinutes();
        return minutes % 1440 == 0 ? minutes / 1440 + "d" : minutes % 60 == 0 ? minutes / 60 + "h" : minutes + "m";
    }
}
