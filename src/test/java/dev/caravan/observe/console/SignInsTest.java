package dev.caravan.observe.console;

import static dev.caravan.local.Assertions.assertThat;

import dev.caravan.local.LogLines;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SignInsTest {

    private final AtomicLong now = new AtomicLong();
    private final SignIns signIns = new SignIns(now::get, Duration.ofMillis(500));

    @Test
    void eachFailureInARowIsAnsweredLater() throws Exception {
        InetAddress one = address(1);
        assertThat(signIns.failed(one)).isEqualTo(Duration.ofMillis(500));
        assertThat(signIns.failed(one)).isEqualTo(Duration.ofSeconds(1));
        assertThat(signIns.failed(address(2))).isEqualTo(Duration.ofMillis(500));
        for (int i = 0; i < 100; i++) {
            signIns.failed(one);
        }
        assertThat(signIns.failed(one)).isEqualTo(Duration.ofSeconds(5));
        now.addAndGet(Duration.ofSeconds(61).toNanos());
        assertThat(signIns.failed(one)).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void aLineAMinuteSaysFromWhere() throws Exception {
        try (LogLines lines = new LogLines()) {
            for (int i = 0; i < 5; i++) {
                signIns.failed(address(i));
            }
            now.addAndGet(Duration.ofSeconds(61).toNanos());
            signIns.failed(address(3));
            assertThat(lines.all())
                    .containsExactly(
                            "console: failed sign-ins: 1, the latest from 127.0.0.0",
                            "console: failed sign-ins: 5, the latest from 127.0.0.3");
        }
    }

    @Test
    void manyAddressesTakeNoMoreRoom() throws Exception {
        for (int i = 0; i < 3_000; i++) {
            signIns.failed(InetAddress.getByAddress(new byte[] {10, 0, (byte) (i >> 8), (byte) i}));
        }
        assertThat(signIns.failed(InetAddress.getByAddress(new byte[] {10, 0, 0, 0})))
                .isEqualTo(Duration.ofMillis(500));
    }

    private static InetAddress address(int last) throws Exception {
        return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last});
    }
}
