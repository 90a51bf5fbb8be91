package dev.caravan.progress;

import static dev.caravan.local.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MissingObjectsTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0, false, false",
        "1, 0, 0, false, false",
        "2, 0, 0, true, false",
        "9, 0, 0, true, false",
        "9, 1, 0, false, false",
        "9, 0, 1, false, false",
        "10, 0, 0, true, true",
        "10, 0, 1000000, true, true",
        "10, 10, 0, true, true",
        "10, 11, 0, false, false",
        "1000, 1000000, 0, false, false"
    })
    void aFewMissingObjectsAreBelievedAndManyAreNot(long gone, long read, long same, boolean tooMany, boolean many) {
        MissingObjects missing = new MissingObjects(gone, read, same);
        assertThat(missing.areTooMany()).isEqualTo(tooMany);
        assertThat(missing.areMany()).isEqualTo(many);
    }

    @Test
    void theLineSaysWhatIsWrong() {
        assertThat(new MissingObjects(1500, 500, 7).line())
                .startsWith("1,500 of 2,000 objects were listed, but the source doesn't have them: ");
    }
}
