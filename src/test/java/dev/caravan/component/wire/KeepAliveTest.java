package dev.caravan.component.wire;

import static dev.caravan.local.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class KeepAliveTest {

    private final AtomicLong now = new AtomicLong(-5);
    private final KeepAlive keepAlive = new KeepAlive(now::get);

    @Test
    void aFewClosedConnectionsProveNothing() {
        closed(2);
        assertThat(keepAlive.allowsReuse()).isTrue();
    }

    @Test
    void afterThreeClosedConnectionsOneInAMinuteIsTried() {
        closed(3);
        assertThat(keepAlive.allowsReuse()).isFalse();
        now.addAndGet(TimeUnit.SECONDS.toNanos(60));
        assertThat(keepAlive.allowsReuse()).isTrue();
        assertThat(keepAlive.allowsReuse()).isFalse();
        closed(1);
        now.addAndGet(TimeUnit.SECONDS.toNanos(59));
        assertThat(keepAlive.allowsReuse()).isFalse();
    }

    @Test
    void anAnswerAllowsReuseForGood() {
        closed(3);
        keepAlive.answered();
        closed(10);
        assertThat(keepAlive.allowsReuse()).isTrue();
    }

    private void closed(int times) {
        for (int i = 0; i < times; i++) {
            keepAlive.closed();
        }
    }
}
