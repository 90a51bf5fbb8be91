package dev.caravan.store;

import static dev.caravan.local.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private final Backoff atOnce = new Backoff(4, Duration.ZERO, Duration.ZERO);
    private final List<StoreException> told = new ArrayList<>();
    private final AtomicInteger calls = new AtomicInteger();

    @Test
    void whatPassesIsRepeatedUntilItSucceeds() throws InterruptedException {
        StoreException[] failures = {
            new ThrottledException("slow down", 503, "SlowDown"), new TransientException("reset")
        };

        String answer = atOnce.repeat(
                () -> {
                    int call = calls.getAndIncrement();
                    if (call < failures.length) {
                        throw failures[call];
                    }
                    return "answer";
                },
                told::add);

        assertThat(answer).isEqualTo("answer");
        assertThat(told).containsExactly(failures);
    }

    @Test
    void theLastFailureIsThrown() {
        assertThatThrownBy(() -> atOnce.repeat(
                        () -> {
                            throw new ThrottledException("attempt " + calls.incrementAndGet(), 429, "");
                        },
                        told::add))
                .isInstanceOf(ThrottledException.class)
                .hasMessage("attempt 4");
        assertThat(told).hasSize(3);
    }

    @Test
    void attemptsDuringAnOutageDoNotCount() throws InterruptedException {
        int outage = 3 * atOnce.attempts();

        String answer = atOnce.outlast(
                () -> {
                    if (calls.getAndIncrement() < outage) {
                        throw new TransientException("can't connect", 0, "", new ConnectException("refused"));
                    }
                    return "answer";
                },
                told::add);

        assertThat(answer).isEqualTo("answer");
        assertThat(told).hasSize(outage);
    }

    @Test
    void whatTryingAgainWontHelpIsNotRepeated() {
        assertThatThrownBy(() -> atOnce.repeat(
                        () -> {
                            calls.incrementAndGet();
                            throw new DeniedException("no", 403, "AccessDenied");
                        },
                        told::add))
                .isInstanceOf(DeniedException.class);
        assertThat(calls).hasValue(1);
    }

    @Test
    void anInterruptedRequestIsNeitherRepeatedNorTold() {
        assertThatThrownBy(() -> atOnce.repeat(
                        () -> {
                            Thread.currentThread().interrupt();
                            throw new TransientException("HEAD s3://b/k: interrupted");
                        },
                        told::add))
                .isInstanceOf(InterruptedException.class)
                .hasMessage("HEAD s3://b/k: interrupted");
        assertThat(told).isEmpty();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }
}
