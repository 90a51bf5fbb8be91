package dev.caravan.progress;

import java.util.Locale;

/** Formats numbers for people. */
public final class Quantities {

    private static final String[] UNITS = {"KiB", "MiB", "GiB", "TiB", "PiB"};
    private static final double STEP = 1024;

    private Quantities() {}

    /** Formats bytes in powers of 1024: {@code 812 B}, {@code 4.0 GiB}. */
    public static String bytes(long bytes) {
        if (bytes < STEP) {
            return bytes + " B";
        }
        double value = bytes / STEP;
        int unit = 0;
        while (value >= STEP && unit < UNITS.length - 1) {
            value /= STEP;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
    }

    /** Formats a count with separators: {@code 1,234,567}. */
    public static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** Formats a number of objects: {@code 1 object}, {@code 1,234 objects}. */
    public static String objects(long count) {
        return count(count) + (count == 1 ? " object" : " objects");
    }

    /** Formats seconds: {@code 4.2 s}, {@code 3 min 05 s}, {@code 2 h 07 min}. */
    public static String time(double seconds) {
        if (seconds < 60) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        }
        long whole = Math.round(seconds);
        if (whole < 3600) {
            return String.format(Locale.ROOT, "%d min %02d s", whole / 60, whole % 60);
        }
        return String.format(Locale.ROOT, "%d h %02d min", whole / 3600, whole % 3600 / 60);
    }

    /** Formats seconds that may be days: {@code 2 h 07 min}, {@code 8 d 03 h}. */
    public static String age(long seconds) {
        return seconds < 86_400
                ? time((double) seconds)
                : String.format(Locale.ROOT, "%d d %02d h", seconds / 86_400, seconds % 86_400 / 3600);
    }
}
