package dev.caravan.queue;

import static dev.caravan.local.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class FuseTest {

    private long now = Long.MAX_VALUE - Duration.ofSeconds(2).toNanos();
    private final Fuse fuse = new Fuse(() -> 3, () -> now);

    private void after(Duration time) {
        now += time.toNanos();
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            fuse.failed("the store is away");
        }
    }

    @Test
    void fewerFailuresInARowThanItStandsChangeNothing() {
        fail(2);
        fuse.succeeded();
        fail(2);
        assertThat(fuse.allows(10)).isEqualTo(10);
    }

    @Test
    void asManyAsItStandsPauseEverythingAndThenOneIsTried() {
        fail(3);
        assertThat(fuse.allows(10)).isZero();
        after(Duration.ofSeconds(1));
        assertThat(fuse.allows(10)).isEqualTo(1);
        assertThat(fuse.allows(10)).as("one at a time").isZero();
        assertThat(fuse.isBlown()).isTrue();
        fuse.succeeded();
        assertThat(fuse.isBlown()).isFalse();
        assertThat(fuse.allows(10)).isEqualTo(10);
    }

    @Test
    void thePauseGrowsWithEveryTrialThatFailsUpToAMinute() {
        fail(3);
        long pause = 1;
        for (int i = 0; i < 10; i++) {
            after(Duration.ofSeconds(pause).minusNanos(1));
            assertThat(fuse.allows(10)).as("before %d s", pause).isZero();
            after(Duration.ofNanos(1));
            assertThat(fuse.allows(10)).isEqualTo(1);
            fail(1);
            pause = Math.min(60, 2 * pause);
        }
        assertThat(pause).isEqualTo(60);
    }

    @Test
    void failuresOfWhatWasUnderWayDontLengthenThePause() {
        fail(3);
        fail(50);
        after(Duration.ofSeconds(1));
        assertThat(fuse.allows(10)).isEqualTo(1);
    }

    @Test
    void anEmptyQueueIsAskedAgain() {
        fail(3);
        after(Duration.ofSeconds(1));
        assertThat(fuse.allows(10)).isEqualTo(1);
        fuse.untried();
        assertThat(fuse.allows(10)).isEqualTo(1);
    }

    @Test
    void saysWhenTheNextIsTriedAndWhy() {
        fail(2);
        assertThat(fuse.whyHeld()).isEmpty();
        assertThat(fuse.failures()).isEqualTo(2);
        fail(1);
        assertThat(fuse.whyHeld()).isEqualTo("next try in 1 s: the store is away");
        after(Duration.ofSeconds(1));
        assertThat(fuse.whyHeld()).isEqualTo("next try now: the store is away");
        fuse.allows(1);
        fail(1);
        assertThat(fuse.whyHeld()).isEqualTo("next try in 2 s: the store is away");
        fuse.succeeded();
        assertThat(fuse.whyHeld()).isEmpty();
        assertThat(fuse.failures()).isZero();
    }
}
