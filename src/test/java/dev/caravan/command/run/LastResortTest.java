package dev.caravan.command.run;

import static dev.caravan.local.Assertions.assertThat;

import dev.caravan.fleet.Drain;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LastResortTest {

    private final Drain drain = new Drain();
    private final BlockingQueue<Integer> halted = new LinkedBlockingQueue<>();
    private final StringWriter err = new StringWriter();

    private LastResort watch(Duration time, Writer to) {
        return new LastResort(drain, time, new PrintWriter(to), halted::add);
    }

    @Test
    void aWorkerThatHangsIsEnded() throws Exception {
        try (LastResort last = watch(Duration.ofMillis(100), err)) {
            assertThat(last).isNotNull();
            drain.ask(new Drain.Reason("SIGTERM", 143));
            assertThat(halted.poll(30, TimeUnit.SECONDS)).isEqualTo(143);
            assertThat(err.toString()).startsWith("worker: not ended within 0.1 s: ");
        }
    }

    @Test
    void whatIsNotEndedIsNoSuccess() throws Exception {
        try (LastResort last = watch(Duration.ofMillis(1), err)) {
            assertThat(last).isNotNull();
            drain.ask(new Drain.Reason("the instance is taken back", 0));
            assertThat(halted.poll(30, TimeUnit.SECONDS)).isEqualTo(2);
        }
    }

    @Test
    void anErrorOutputThatNobodyReadsKeepsNothingFromEnding() throws Exception {
        Writer stuck = new Writer() {
            @Override
            public void write(char[] text, int offset, int length) {
                hang();
            }

            @Override
            public void flush() {
                hang();
            }

            @Override
            public void close() {}
        };
        try (LastResort last = watch(Duration.ofMillis(1), stuck)) {
            assertThat(last).isNotNull();
            drain.ask(new Drain.Reason("SIGTERM", 143));
            assertThat(halted.poll(30, TimeUnit.SECONDS)).isEqualTo(143);
        }
    }

    @Test
    void aWorkerThatEndsInTimeIsLeftAlone() throws Exception {
        watch(Duration.ofMillis(200), err).close();
        drain.ask(new Drain.Reason("SIGTERM", 143));
        assertThat(halted.poll(600, TimeUnit.MILLISECONDS)).isNull();
    }

    private static void hang() {
        try {
            TimeUnit.HOURS.sleep(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
