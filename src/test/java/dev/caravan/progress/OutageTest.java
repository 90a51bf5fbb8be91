package dev.caravan.progress;

import static dev.caravan.local.Assertions.assertThat;

import dev.caravan.store.TransientException;
import java.io.IOException;
import java.net.ConnectException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class OutageTest {

    private static final Throwable NO_CONNECTION =
            new TransientException("PUT s3://b/k: can't connect: b:80", 0, "", new ConnectException("b:80"));

    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 1);
    private final Outage outage = new Outage(clock::get);

    @Test
    void attemptsWithoutAConnectionDoNotCountForTenMinutes() {
        for (int minute = 0; minute < 10; minute++) {
            assertThat(outage.excuses(NO_CONNECTION)).as("minute " + minute).isTrue();
            clock.addAndGet(TimeUnit.MINUTES.toNanos(1));
        }
        assertThat(outage.excuses(NO_CONNECTION)).isFalse();
        assertThat(outage.excuses(NO_CONNECTION)).isFalse();
    }

    @Test
    void theNextOutageHasItsOwnTenMinutes() {
        outage.excuses(NO_CONNECTION);
        clock.addAndGet(Outage.LONGEST_NANOS);
        assertThat(outage.excuses(NO_CONNECTION)).isTrue();
    }

    @Test
    void otherFailuresCount() {
        assertThat(outage.excuses(new TransientException("reset", 0, "", new IOException("Connection reset"))))
                .isFalse();
        assertThat(outage.excuses(new TransientException("PUT s3://b/k: 503"))).isFalse();
    }
}
