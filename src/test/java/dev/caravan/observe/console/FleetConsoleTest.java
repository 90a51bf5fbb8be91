package dev.caravan.observe.console;

import static dev.caravan.local.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FleetConsoleTest {

    @Test
    void theFirstAnswerAfterNobodyHasWatchedIsFresh() throws Exception {
        AtomicInteger reads = new AtomicInteger();
        AtomicLong clock = new AtomicLong();
        FleetConsole console = new FleetConsole(
                null,
                "1.0",
                () -> {
                    reads.incrementAndGet();
                    return null;
                },
                clock::get);
        console.first();
        console.document();
        assertThat(reads).as("it is still fresh").hasValue(1);
        clock.addAndGet(TimeUnit.MINUTES.toNanos(10));
        console.document();
        console.document();
        assertThat(reads).hasValue(2);
    }

    @Test
    void aReadingThatFailsIsNotRepeatedForEachRequest() throws Exception {
        AtomicInteger reads = new AtomicInteger();
        AtomicLong clock = new AtomicLong();
        FleetConsole console = new FleetConsole(
                null,
                "1.0",
                () -> {
                    if (reads.incrementAndGet() > 1) {
                        throw new IllegalStateException("the table is away");
                    }
                    return null;
                },
                clock::get);
        console.first();
        clock.addAndGet(TimeUnit.MINUTES.toNanos(10));
        console.document();
        assertThat(new String(console.document(), StandardCharsets.UTF_8)).contains("the table is away");
        assertThat(reads).hasValue(2);
    }
}
