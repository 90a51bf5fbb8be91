package dev.caravan.store;

import static dev.caravan.local.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AdaptivePaceTest {

    private final FakeTime time = new FakeTime();
    private final AdaptivePace pace = new AdaptivePace(0, time);

    @Test
    void nobodyWaitsWhileNothingIsThrottled() throws InterruptedException {
        for (int i = 0; i < 100; i++) {
            assertThat(pace.enter()).isZero();
            pace.succeeded();
        }
        assertThat(time.slept).isZero();
    }

    @Test
    void requestsComeOneGapApartOnceThrottled() throws InterruptedException {
        pace.throttled(pace.enter(), 0);
        long start = time.now;
        for (int i = 0; i < 5; i++) {
            pace.enter();
        }
        assertThat(time.now - start).isEqualTo(5 * AdaptivePace.FIRST_GAP);
    }

    @Test
    void requestsThatWereOnTheirWayDoubleTheGapOnce() throws InterruptedException {
        pace.throttled(0, 0);
        pace.throttled(0, 0);
        assertThat(pace.gap()).isEqualTo(AdaptivePace.FIRST_GAP);
        long first = pace.enter();
        long second = pace.enter();
        pace.throttled(second, 0);
        pace.throttled(first, 0);
        assertThat(pace.gap()).isEqualTo(2 * AdaptivePace.FIRST_GAP);
    }

    @Test
    void theGapHasACap() throws InterruptedException {
        pace.throttled(0, 0);
        for (int i = 0; i < 50; i++) {
            pace.throttled(pace.enter(), 0);
        }
        assertThat(pace.gap()).isEqualTo(AdaptivePace.LONGEST_GAP);
    }

    @Test
    void successShrinksTheGapUntilNobodyWaits() throws InterruptedException {
        pace.throttled(0, 0);
        long before = pace.gap();
        pace.succeeded();
        assertThat(pace.gap()).isLessThan(before).isPositive();
        for (int i = 0; i < 200; i++) {
            pace.succeeded();
        }
        assertThat(pace.gap()).isZero();
        time.slept = 0;
        pace.enter();
        assertThat(time.slept).isZero();
    }

    @Test
    void retryAfterIsHonouredUpToAMinute() throws InterruptedException {
        pace.throttled(0, 3);
        long start = time.now;
        pace.enter();
        assertThat(time.now - start).isEqualTo(TimeUnit.SECONDS.toNanos(3));
        pace.throttled(0, Long.MAX_VALUE);
        start = time.now;
        pace.enter();
        assertThat(time.now - start).isEqualTo(AdaptivePace.LONGEST_PAUSE);
    }

    @Test
    void aLimitSpacesRequestsEvenlyAndSavesNothingUp() throws InterruptedException {
        AdaptivePace limited = new AdaptivePace(10, time);
        long start = time.now;
        for (int i = 0; i < 5; i++) {
            limited.enter();
        }
        assertThat(time.now - start).isEqualTo(TimeUnit.MILLISECONDS.toNanos(400));
        time.now += TimeUnit.SECONDS.toNanos(10);
        start = time.now;
        limited.enter();
        limited.enter();
        assertThat(time.now - start).isEqualTo(TimeUnit.MILLISECONDS.toNanos(100));
        assertThat(limited.gap()).isZero();
    }

    @Test
    void throttlingSlowsALimitedPaceFurtherAndSuccessBringsItBackToItsLimit() throws InterruptedException {
        AdaptivePace limited = new AdaptivePace(10, time);
        limited.throttled(limited.enter(), 0);
        assertThat(limited.gap()).isEqualTo(TimeUnit.MILLISECONDS.toNanos(200));
        for (int i = 0; i < 20; i++) {
            limited.succeeded();
        }
        assertThat(limited.gap()).isZero();
        limited.enter();
        long start = time.now;
        limited.enter();
        assertThat(time.now - start).isEqualTo(TimeUnit.MILLISECONDS.toNanos(100));
    }

    private static final class FakeTime implements AdaptivePace.Time {
        // The time starts near the end of the range, as nanoTime may do.
        private long now = Long.MAX_VALUE - TimeUnit.SECONDS.toNanos(2);
        private long slept;

        @Override
        public long nanos() {
            return now;
        }

        @Override
        public void sleep(long nanos) {
            now += nanos;
            slept += nanos;
        }
    }
}
