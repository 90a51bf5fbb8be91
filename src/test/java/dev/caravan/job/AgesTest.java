package dev.caravan.job;

import static dev.caravan.local.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AgesTest {

    @ParameterizedTest
    @CsvSource({
        "7d, PT168H, 7d",
        "12h, PT12H, 12h",
        "36H, PT36H, 36h",
        "48h, PT48H, 2d",
        "30m, PT30M, 30m",
        "90 m, PT90M, 90m",
        "1m, PT1M, 1m",
        "3650d, PT87600H, 3650d",
    })
    void understandsDaysHoursAndMinutes(String text, Duration age, String shortest) {
        assertThat(Ages.parse(text)).isEqualTo(age);
        assertThat(Ages.format(age)).isEqualTo(shortest);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "7", "d", "-7d", "1.5d", "7 days", "7d12h", "P7D", "7w", "30s", "٣d", "999999999d"})
    void refusesWhatIsNoAge(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Ages.parse(text))
                .withMessageEndingWith(text + " is not an age such as 7d, 12h or 30m");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0d", "0m", "3651d", "99999999h"})
    void refusesWhatNobodyMeans(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Ages.parse(text))
                .withMessage(text + " is not within 1m and 3650d");
    }
}
