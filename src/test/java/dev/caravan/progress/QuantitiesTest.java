package dev.caravan.progress;

import static dev.caravan.local.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantitiesTest {

    @ParameterizedTest
    @CsvSource({"0,0 B", "1023,1023 B", "1024,1.0 KiB", "1572864,1.5 MiB", "109951162777600,100.0 TiB"})
    void bytesInPowersOf1024(long bytes, String text) {
        assertThat(Quantities.bytes(bytes)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0.04,0.0 s", "59.9,59.9 s", "60,1 min 00 s", "185,3 min 05 s", "7620,2 h 07 min"})
    void timesAsPeopleSayThem(double seconds, String text) {
        assertThat(Quantities.time(seconds)).isEqualTo(text);
    }

    @Test
    void countsHaveSeparatorsInEveryLocale() {
        assertThat(Quantities.count(1234567)).isEqualTo("1,234,567");
    }
}
