package dev.caravan.flow;

import static dev.caravan.local.Assertions.assertThat;

import dev.caravan.job.RateTimetable;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BandwidthTest {

    @Test
    void theLowerOfTwoLimitsCounts() {
        Bandwidth bandwidth = new Bandwidth(RateTimetable.of(1000));
        long later = System.nanoTime() + TimeUnit.HOURS.toNanos(1);
        bandwidth.limit(RateTimetable.of(100));
        assertThat(bandwidth.debt(100, bandwidth.now(), later)).isEqualTo(TimeUnit.SECONDS.toNanos(1));
        bandwidth.limit(RateTimetable.of(0));
        assertThat(bandwidth.debt(1000, bandwidth.now(), later)).isEqualTo(TimeUnit.SECONDS.toNanos(2));
        bandwidth.limit(RateTimetable.of(5000));
        assertThat(bandwidth.debt(1000, bandwidth.now(), later)).isEqualTo(TimeUnit.SECONDS.toNanos(3));
    }

    @Test
    void theRateFollowsTheTimeOfTheZoneAndAnOrderCountsWhileItIsLower() {
        SetClock clock = new SetClock();
        clock.now = "2026-11-30T07:59:00+01:00";
        Bandwidth bandwidth = new Bandwidth(RateTimetable.parse("08:00,1000 19:00,off"), clock);
        assertThat(bandwidth.now()).isZero();
        clock.now = "2026-11-30T08:00:00+01:00";
        assertThat(bandwidth.now()).isEqualTo(1000);
        bandwidth.limit(RateTimetable.parse("12:00,100 13:00,off"));
        assertThat(bandwidth.now()).isEqualTo(1000);
        clock.now = "2026-11-30T12:30:00+01:00";
        assertThat(bandwidth.now()).isEqualTo(100);
        clock.now = "2026-11-30T19:00:00+01:00";
        assertThat(bandwidth.now()).isZero();
    }

    private static final class SetClock extends Clock {

        private String now;

        @Override
        public Instant instant() {
            return OffsetDateTime.parse(now).toInstant();
        }

        @Override
        public ZoneId getZone() {
            return ZoneId.of("Europe/Berlin");
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }

    @Test
    void whoeverReadsWaitsUntilItIsPaidFor() {
        Bandwidth limit = new Bandwidth(RateTimetable.of(1000));
        long start = System.nanoTime();
        assertThat(limit.debt(500, limit.now(), start)).isEqualTo(TimeUnit.MILLISECONDS.toNanos(500));
        assertThat(limit.debt(500, limit.now(), start)).isEqualTo(TimeUnit.SECONDS.toNanos(1));
    }

    @Test
    void idleTimeIsNotSavedUp() {
        Bandwidth limit = new Bandwidth(RateTimetable.of(1000));
        long later = System.nanoTime() + TimeUnit.HOURS.toNanos(1);
        assertThat(limit.debt(2000, limit.now(), later)).isEqualTo(TimeUnit.SECONDS.toNanos(2));
    }
}
