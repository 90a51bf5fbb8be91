package dev.caravan.message;

import static dev.caravan.local.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SequencerTest {

    @ParameterizedTest
    @CsvSource({
        "0055AED6DCD90281E5, 0055AED6DCD90281E6",
        "00AA00, 00AB",
        "00AA, 00AA01",
        "9, A",
        "9f, a0",
        "617f08299329d189, 617F08299329D18A",
    })
    void theLaterEventHasTheGreaterText(String earlier, String later) {
        assertThat(Fields.sequencer(earlier)).isLessThan(Fields.sequencer(later));
    }

    @ParameterizedTest
    @CsvSource({"00AB, 00AB00", "ab, AB", "0, 000"})
    void zerosAtTheEndAndCaseDoNotCount(String one, String other) {
        assertThat(Fields.sequencer(one)).isEqualTo(Fields.sequencer(other));
    }

    @Test
    void allHaveTheSameLengthButTheAbsentOne() {
        assertThat(Fields.sequencer("00ab")).isEqualTo("00AB" + "0".repeat(60));
        assertThat(Fields.sequencer("F".repeat(64))).isEqualTo("F".repeat(64));
        assertThat(Fields.sequencer("")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "0x1", "G", "00AB\n", "\uFF11", "\uFFFD", "/", ":", "@", "`", "g"})
    void whatIsNotHexadecimalIsRefused(String text) {
        assertThatThrownBy(() -> Fields.sequencer(text))
                .isInstanceOf(InvalidMessageException.class)
                .hasMessage("sequencer: not hexadecimal");
    }

    @Test
    void longerThanWhatIsStoredIsRefused() {
        assertThatThrownBy(() -> Fields.sequencer("0".repeat(65))).isInstanceOf(InvalidMessageException.class);
    }
}
