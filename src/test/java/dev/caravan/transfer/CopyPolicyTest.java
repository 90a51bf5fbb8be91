package dev.caravan.transfer;

import static dev.caravan.local.Assertions.assertThat;

import dev.caravan.store.DeniedException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CopyPolicyTest {

    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5);
    private final DeniedException denied = new DeniedException("denied", 403, "AccessDenied");
    private final CopyPolicy copies = copies(false);

    private CopyPolicy copies(boolean mandatory) {
        return new CopyPolicy(true, mandatory, "from", false, false, 1, 1, clock::get);
    }

    private void refuse(CopyPolicy which, int times) {
        for (int i = 0; i < times; i++) {
            which.refused(denied);
        }
    }

    @Test
    void isLeftAloneAfterTenRefusalsInARow() {
        refuse(copies, 9);
        assertThat(copies.isOn()).isTrue();
        refuse(copies, 1);
        assertThat(copies.isOn()).isFalse();
    }

    @Test
    void isAskedOnInSpiteOfRefusalsHereAndThere() {
        for (int i = 0; i < 20; i++) {
            refuse(copies, 9);
            copies.succeeded();
        }
        assertThat(copies.isOn()).isTrue();
    }

    @Test
    void isAskedAgainAfterAWhileAndThenOneRefusalIsEnough() {
        refuse(copies, 10);
        clock.addAndGet(Duration.ofMinutes(10).toNanos() - 1);
        assertThat(copies.isOn()).isFalse();
        clock.incrementAndGet();
        assertThat(copies.isOn()).isTrue();
        refuse(copies, 1);
        assertThat(copies.isOn()).isFalse();
        clock.addAndGet(Duration.ofMinutes(10).toNanos());
        copies.succeeded();
        refuse(copies, 1);
        assertThat(copies.isOn()).isTrue();
    }

    @Test
    void isAlwaysAskedWhereTheJobSaysSo() {
        CopyPolicy always = copies(true);
        refuse(always, 100);
        assertThat(always.isOn()).isTrue();
    }
}
