package dev.caravan.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ComingBackTest {

    private final AtomicLong clock = new AtomicLong();
    private final ComingBack comingBack = new ComingBack(clock::get);

    private static Receipt failed(String id, String key, String why) {
        Receipt receipt = new Receipt(id, "handle", "{}", 1);
        receipt.note(Outcome.LATER, why, key);
        return receipt;
    }

    @Test
    void anObjectIsToldOnceWithItsReasonAndWhenItComesBack() {
        Receipt receipt = failed("m1", "a\nb", "Throttled: GET s3://src/a: 503 SlowDown");
        assertThat(comingBack.line(receipt, 45))
                .isEqualTo("will be tried again in 45 s: \"a\\nb\": Throttled: GET s3://src/a: 503 SlowDown");
        assertThat(comingBack.line(receipt, 135)).isNull();
        assertThat(comingBack.line(failed("m2", "", ""), 15))
                .isEqualTo("will be tried again in 15 s: \"message m2\": not done");
    }

    @Test
    void noMoreThanTenAreToldAMinuteAndTheOthersAreCounted() {
        for (int i = 0; i < 10; i++) {
            assertThat(comingBack.line(failed("m" + i, "k" + i, "x"), 15)).isNotNull();
        }
        for (int i = 10; i < 33; i++) {
            assertThat(comingBack.line(failed("m" + i, "k" + i, "x"), 15)).isNull();
        }
        clock.addAndGet(TimeUnit.MINUTES.toNanos(1));
        assertThat(comingBack.line(failed("m33", "k33", "x"), 15)).endsWith("(and 23 others before it)");
        assertThat(comingBack.line(failed("m34", "k34", "x"), 15)).doesNotContain("others");
    }
}
