package dev.caravan.store;

import static dev.caravan.local.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.local.LogLines;
import dev.caravan.local.MemoryStore;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ObjectStreamTest {

    private static final byte[] BYTES = "0123456789".getBytes(StandardCharsets.US_ASCII);
    private static final Backoff AT_ONCE = new Backoff(3, Duration.ZERO, Duration.ZERO);

    private final MemoryStore store = new MemoryStore();

    /** Ends the first response after four bytes. */
    private void cutTheFirstAnswer() {
        AtomicBoolean cut = new AtomicBoolean();
        store.wire(bytes -> cut.compareAndSet(false, true) ? Arrays.copyOf(bytes, 4) : bytes);
    }

    @Test
    void aBrokenReadGoesOnWhereItStopped() throws IOException {
        ObjectSummary listed = store.with("k", BYTES).head("k").summary();
        cutTheFirstAnswer();
        try (LogLines log = new LogLines();
                ObjectStream stream = new ObjectStream(store, listed, AT_ONCE)) {
            assertThat(stream.readAllBytes()).isEqualTo(BYTES);
            assertThat(log.all()).isEmpty();
        }
        assertThat(store.opened).hasValue(2);
        assertThat(store.closed).hasValue(2);
    }

    @Test
    void aReadOutlastsAnOutage() throws IOException {
        ObjectSummary listed = store.with("k", BYTES).head("k").summary();
        AtomicInteger refused = new AtomicInteger(3 * AT_ONCE.attempts());
        store.when((operation, key) -> {
            if (operation.equals("get") && refused.getAndDecrement() > 0) {
                throw new TransientException("can't connect", 0, "", new ConnectException("refused"));
            }
        });
        try (ObjectStream stream = new ObjectStream(store, listed, AT_ONCE)) {
            assertThat(stream.readAllBytes()).isEqualTo(BYTES);
        }
    }

    @Test
    void anObjectWithoutAnEtagIsNotContinued() throws IOException {
        store.noEtags();
        ObjectSummary listed = store.with("k", BYTES).head("k").summary();
        cutTheFirstAnswer();
        try (ObjectStream stream = new ObjectStream(store, listed, AT_ONCE)) {
            assertThatThrownBy(stream::readAllBytes)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("ends after 4 of 10 bytes");
        }
        assertThat(store.opened).hasValue(1);
    }

    @Test
    void anObjectThatGrewIsNotTheOneThatWasListed() throws IOException {
        store.with("k", BYTES);
        try (ObjectStream stream = new ObjectStream(store, new ObjectSummary("k", 9, "", Instant.EPOCH, ""), AT_ONCE)) {
            assertThatThrownBy(stream::readAllBytes).hasCauseInstanceOf(ChangedException.class);
        }
    }
}
