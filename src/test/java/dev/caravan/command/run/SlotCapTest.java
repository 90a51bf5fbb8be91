package dev.caravan.command.run;

import static dev.caravan.local.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SlotCapTest {

    @Test
    void theLesserOfChoiceAndLimitCounts() {
        AtomicInteger slots = new AtomicInteger();
        SlotCap cap = new SlotCap(64, slots::set);
        cap.limit(4);
        assertThat(slots).hasValue(4);
        cap.want(128);
        assertThat(slots).hasValue(4);
        cap.want(2);
        assertThat(slots).hasValue(2);
        cap.limit(0);
        cap.want(100);
        assertThat(slots).hasValue(100);
    }
}
