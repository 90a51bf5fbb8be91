package dev.caravan.job;

import static dev.caravan.local.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SizesTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1048576, 1048576",
        "512B, 512",
        "16MiB, 16777216",
        "16M, 16777216",
        "16MB, 16000000",
        "16 mib, 16777216",
        "1k, 1024",
        "1KB, 1000",
        "1GiB, 1073741824",
        "1.5GiB, 1610612736",
        "48.8TiB, 53656167435468",
        "9223372036854775807, 9223372036854775807"
    })
    void understandsUnitsOf1024AndOf1000(String text, long bytes) {
        assertThat(Sizes.parse(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "MiB", "-1", "+1", "16MiBs", "16 MiB extra", "1e6", "0x10", "1,5G", "1iB", "16PiB", "٣"})
    void refusesWhatIsNoSize(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Sizes.parse(text)).withMessageContaining("is not a size");
    }

    @ParameterizedTest
    @ValueSource(strings = {"9223372036854775808", "9000000T"})
    void refusesMoreThanCanBeCounted(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Sizes.parse(text)).withMessage(text + " is too large");
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1000, 1000", "1024, 1KiB", "16777216, 16MiB", "5368709120, 5GiB", "1536, 1536"})
    void writesTheLargestWholeUnit(long bytes, String text) {
        assertThat(Sizes.format(bytes)).isEqualTo(text);
        assertThat(Sizes.parse(text)).isEqualTo(bytes);
    }
}
