package dev.caravan.store;

import static dev.caravan.local.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutageTest {

    private static final Throwable NO_CONNECTION =
            new TransientException("PUT s3://b/k: can't connect: b:80", 0, "", new ConnectException("b:80"));

    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 1);
    private final AtomicLong successes = new AtomicLong(7);
    private final Outage outage = new Outage(successes::get, clock::get);

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
    void attemptsWithoutAHostDoNotCount() {
        assertThat(outage.excuses(
                        new TransientException("PUT s3://b/k: no such host: b", 0, "", new UnknownHostException("b"))))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {502, 503})
    void attemptsThatReachNoServerBehindAGatewayDoNotCountWhileNothingSucceeds(int status) {
        Throwable noServer = new TransientException("PUT s3://b/k: " + status, status, "");

        assertThat(outage.excuses(noServer)).as("others succeeded before").isFalse();
        assertThat(outage.excuses(noServer)).isTrue();
        clock.addAndGet(TimeUnit.MINUTES.toNanos(1));
        assertThat(outage.excuses(noServer)).isTrue();
        successes.incrementAndGet();
        assertThat(outage.excuses(noServer)).as("another succeeded meanwhile").isFalse();
    }

    @ParameterizedTest
    @CsvSource({"503,SlowDown", "502,InternalError", "504,''", "500,''"})
    void otherRefusalsCount(int status, String code) {
        Throwable refusal = new TransientException("PUT s3://b/k: " + status, status, code);

        outage.excuses(refusal);
        assertThat(outage.excuses(refusal)).isFalse();
    }

    @Test
    void otherFailuresCount() {
        assertThat(outage.excuses(new TransientException("reset", 0, "", new IOException("Connection reset"))))
                .isFalse();
        assertThat(outage.excuses(new TransientException("PUT s3://b/k: 503"))).isFalse();
    }
}
