package dev.caravan.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BandwidthTest {

    @Test
    void theLowerOfTwoLimitsCounts() {
        Bandwidth bandwidth = new Bandwidth(1000);
        long later = System.nanoTime() + TimeUnit.HOURS.toNanos(1);
        bandwidth.limit(100);
        assertThat(bandwidth.debt(100, later)).isEqualTo(TimeUnit.SECONDS.toNanos(1));
        bandwidth.limit(0);
        assertThat(bandwidth.debt(1000, later)).isEqualTo(TimeUnit.SECONDS.toNanos(2));
        bandwidth.limit(5000);
        assertThat(bandwidth.debt(1000, later)).isEqualTo(TimeUnit.SECONDS.toNanos(3));
    }

    @Test
    void whoeverReadsWaitsUntilItIsPaidFor() {
        Bandwidth limit = new Bandwidth(1000);
        long start = System.nanoTime();
        assertThat(limit.debt(500, start)).isEqualTo(TimeUnit.MILLISECONDS.toNanos(500));
        assertThat(limit.debt(500, start)).isEqualTo(TimeUnit.SECONDS.toNanos(1));
    }

    @Test
    void idleTimeIsNotSavedUp() {
        Bandwidth limit = new Bandwidth(1000);
        long later = System.nanoTime() + TimeUnit.HOURS.toNanos(1);
        assertThat(limit.debt(2000, later)).isEqualTo(TimeUnit.SECONDS.toNanos(2));
    }
}
