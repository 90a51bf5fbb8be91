package dev.caravan.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BandwidthTest {

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
