package dev.caravan.command.run;

import static dev.caravan.local.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StopTest {

    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration SHORT = Duration.ofMillis(20);

    private final List<String> steps = new ArrayList<>();

    private void stop(Stop stop) {
        stop.stop(() -> steps.add("gently"), () -> steps.add("at last"));
    }

    @Test
    void aRunThatHangsKeepsNoProcessFromEnding() {
        Stop stop = new Stop(SHORT, SHORT);
        stop(stop);
        assertThat(steps).containsExactly("gently", "at last");
        assertThat(stop.asked()).isTrue();
    }

    @Test
    void aRunThatEndsIsNotWaitedFor() {
        Stop stop = new Stop(LONG, LONG);
        stop.close();
        stop(stop);
        assertThat(steps).containsExactly("gently");
    }

    @Test
    void aRunThatIsLetGoEndsInOrder() {
        Stop stop = new Stop(SHORT, LONG);
        stop.stop(() -> steps.add("gently"), stop::close);
        assertThat(steps).containsExactly("gently");
    }
}
