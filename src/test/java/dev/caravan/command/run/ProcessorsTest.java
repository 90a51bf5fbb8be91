package dev.caravan.command.run;

import static dev.caravan.local.Assertions.assertThat;

import dev.caravan.command.run.Processors.Load;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProcessorsTest {

    @ParameterizedTest
    @CsvSource({
        "0.50, 0.50, LOW",
        "0.70, 0.21, LOW",
        "0.70, 0.19, HIGH",
        "0.80, 0.21, HIGH",
        "0.70, 0.06, FULL",
        "0.90, 0.10, FULL",
    })
    void theLoadFollowsFromTheSharesOfThisProcessAndOfIdleTime(double share, double idle, Load load) {
        assertThat(Load.of(share, idle)).isEqualTo(load);
    }

    @ParameterizedTest
    @CsvSource({"0.60, 1, LOW", "0.80, 1, HIGH", "0.90, 1, FULL"})
    void whereIdleTimeIsUnknownTheShareOfThisProcessDecides(double share, double idle, Load load) {
        assertThat(Load.of(share, idle)).isEqualTo(load);
    }

    @ParameterizedTest
    @CsvSource({"0.20, 0", "0.20, 0.1"})
    void amongOtherProcessesMoreSlotsGetMoreOfTheProcessors(double share, double idle) {
        assertThat(Load.of(share, idle)).isEqualTo(Load.LOW);
    }
}
