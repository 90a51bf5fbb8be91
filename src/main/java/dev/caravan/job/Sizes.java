package dev.caravan.job;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parses numbers of bytes. {@code K M G T} and {@code KiB MiB GiB TiB} are powers of 1024; {@code KB MB GB TB} are
 * powers of 1000; no unit or {@code B} means bytes. Case doesn't matter; {@code 1.5GiB} is valid.
 */
public final class Sizes {

    private static final Pattern SIZE = Pattern.compile("(\\d{1,19}(?:\\.\\d{1,9})?) ?([KMGT]?)(I?B)?");
    private static final String UNITS = "KMGT";

    private Sizes() {}

    /** Parses a number of bytes. Throws {@link IllegalArgumentException} with the text and the notation. */
    public static long parse(String text) {
        Matcher matcher = SIZE.matcher(text.strip().toUpperCase(Locale.ROOT));
        if (!matcher.matches()
                || ("IB".equals(matcher.group(3)) && matcher.group(2).isEmpty())) {
            throw new IllegalArgumentException(Printable.of(text) + " is not a size such as 16MiB, 1GiB or 1048576");
        }
        int base = "B".equals(matcher.group(3)) ? 1000 : 1024;
        int power = matcher.group(2).isEmpty() ? 0 : UNITS.indexOf(matcher.group(2)) + 1;
        BigDecimal bytes = new BigDecimal(matcher.group(1))
                .multiply(BigDecimal.valueOf(base).pow(power));
        if (bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            throw new IllegalArgumentException(Printable.of(text) + " is too large");
        }
        return bytes.setScale(0, RoundingMode.FLOOR).longValueExact();
    }

    /** Formats bytes in the largest 1024-based unit without a fraction: {@code 16MiB}, {@code 1000}. */
    public static String format(long bytes) {
        int power = 0;
        long left = bytes;
        while (left != 0 && left % 1024 == 0 && power < UNITS.length()) {
            left /= 1024;
            power++;
        }
        return power == 0 ? Long.toString(left) : left + UNITS.substring(power - 1, power) + "iB";
    }
}
