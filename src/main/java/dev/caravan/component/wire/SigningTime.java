package dev.caravan.component.wire;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * A second as version 4 signatures write it.
 *
 * @param second for example {@code 20130524T000000Z}
 * @param day for example {@code 20130524}
 */
public record SigningTime(long epochSecond, String second, String day) {

    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private static volatile SigningTime latest = at(0);

    /** Returns the current second; formats once a second. */
    public static SigningTime now() {
        long now = System.currentTimeMillis() / 1000;
        SigningTime known = latest;
        if (known.epochSecond != now) {
            known = at(now);
            latest = known;
        }
        return known;
    }

    public static SigningTime at(long epochSecond) {
        String second = FORMAT.format(Instant.ofEpochSecond(epochSecond));
        return new SigningTime(epochSecond, second, second.substring(0, 8));
    }
}
