package dev.caravan.progress;

import static dev.caravan.local.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PassingFailuresTest {

    private static final String THROTTLED = "Throttled: PUT s3://dst/k: 503 SlowDown";

    private final AtomicLong clock = new AtomicLong();
    private final PassingFailures failures = new PassingFailures(clock::get);

    @Test
    void theFirstOfEachKindIsReportedAtOnceWithItsReasonAndWhenItComesBack() {
        assertThat(failures.note("a\nb", THROTTLED, 45))
                .isEqualTo("will be tried again in 45 s: \"a\\nb\": " + THROTTLED);
        assertThat(failures.note("c", "Transient: GET s3://src/c: connection reset", 0))
                .isEqualTo("will be tried again now: \"c\": Transient: GET s3://src/c: connection reset");
    }

    @Test
    void theOthersOfAKindAreReportedOnceAMinuteWithTheNumberOfTheirObjects() {
        failures.note("first", THROTTLED, 15);
        for (int i = 0; i < 24; i++) {
            assertThat(failures.note("k" + i % 12, THROTTLED, 45)).isNull();
        }
        clock.addAndGet(TimeUnit.MINUTES.toNanos(1));
        assertThat(failures.note("k1", THROTTLED, 45))
                .isEqualTo("12 objects will be tried again, the last \"k1\" in 45 s: " + THROTTLED);
        assertThat(failures.note("k2", THROTTLED, 45)).isNull();
        assertThat(failures.kinds()).singleElement().satisfies(kind -> {
            assertThat(kind.kind()).isEqualTo("Throttled");
            assertThat(kind.count()).isEqualTo(27);
            assertThat(kind.key()).isEqualTo("k2");
            assertThat(kind.message()).isEqualTo("PUT s3://dst/k: 503 SlowDown");
        });
    }

    @Test
    void manyKindsTakeNoMoreMemoryThanAFew() {
        for (int i = 0; i < 1000; i++) {
            failures.note("k", "kind" + i + ": words", 1);
        }
        failures.note("k", "no kind", 1);
        assertThat(failures.kinds()).hasSizeLessThan(60);
    }
}
