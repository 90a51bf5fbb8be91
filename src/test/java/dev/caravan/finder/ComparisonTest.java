package dev.caravan.finder;

import static dev.caravan.finder.InMemoryStore.NOON;
import static dev.caravan.local.Assertions.assertThat;

import dev.caravan.job.CompareMode;
import dev.caravan.store.ObjectSummary;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComparisonTest {

    private static final String MD5_A = "0cc175b9c0f1b6a831c399e269772661";
    private static final String MD5_B = "92eb5ffee6ae2fec3ad71c777531578f";

    // The columns: the sizes; the ETags (A and B are MD5s, a is A in upper case, M and N are those of multipart
    // uploads, - is none); the destination's age in seconds relative to the source; whether ETags are trusted; the
    // expected result.
    @ParameterizedTest(name = "{0}: sizes {1} {2}, ETags {3} {4}, destination {5} s later, trusted {6} -> {7}")
    @CsvSource({
        "AUTO,   1, 2, A, A,  0, true,  SIZE",
        "AUTO,   1, 1, A, A, -9, true,  same",
        "AUTO,   1, 1, a, A, -9, true,  same",
        "AUTO,   1, 1, M, M, -9, true,  same",
        "AUTO,   1, 1, A, B,  9, true,  ETAG",
        "AUTO,   1, 1, A, B,  9, false, same",
        "AUTO,   1, 1, A, B,  0, false, TIME",
        "AUTO,   1, 1, A, B, -1, false, NEWER",
        "AUTO,   1, 1, M, A,  9, true,  same",
        "AUTO,   1, 1, M, N,  1, true,  same",
        "AUTO,   1, 1, M, N,  0, true,  TIME",
        "AUTO,   1, 1, M, N, -1, true,  NEWER",
        "AUTO,   1, 1, A, -,  9, true,  same",
        "AUTO,   1, 1, -, -,  9, true,  same",
        "AUTO,   1, 1, -, -, -1, true,  NEWER",
        "AUTO,   0, 0, A, A, -1, true,  same",
        "SIZE,   1, 1, A, B, -9, true,  same",
        "SIZE,   1, 2, A, A,  9, true,  SIZE",
        "ETAG,   1, 1, A, a, -9, false, same",
        "ETAG,   1, 1, A, B,  9, false, ETAG",
        "ETAG,   1, 1, M, A,  9, true,  ETAG",
        "ETAG,   1, 1, -, -,  9, true,  ETAG",
        "ETAG,   1, 2, A, A,  9, true,  SIZE",
        "MTIME,  1, 1, A, B,  1, true,  same",
        "MTIME,  1, 1, A, B,  0, true,  TIME",
        "MTIME,  1, 1, A, A, -1, true,  NEWER",
        "MTIME,  1, 2, A, A,  9, true,  SIZE",
        "ALWAYS, 1, 1, A, A,  9, true,  ALWAYS",
    })
    void theModeDecides(
            CompareMode mode,
            long sourceSize,
            long destinationSize,
            String sourceEtag,
            String destinationEtag,
            long secondsLater,
            boolean trusted,
            String expected) {
        ObjectSummary source = InMemoryStore.summary("k", sourceSize, etag(sourceEtag), NOON);
        ObjectSummary destination =
                InMemoryStore.summary("k", destinationSize, etag(destinationEtag), NOON.plusSeconds(secondsLater));

        Optional<Reason> difference = new Comparison(mode, (s, d) -> trusted).difference(source, destination);

        assertThat(difference.map(Reason::name).orElse("same")).isEqualTo(expected);
    }

    private static String etag(String sign) {
        return switch (sign) {
            case "A" -> MD5_A;
            case "a" -> "0CC175B9C0F1B6A831C399E269772661";
            case "B" -> MD5_B;
            case "M" -> MD5_A + "-2";
            case "N" -> MD5_B + "-3";
            default -> "";
        };
    }
}
