package dev.caravan.flow;

import static dev.caravan.local.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class SkipReasonTest {

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "  ", "false", "FALSE"})
    void objectIsNotLeftOut(String header) {
        assertThat(SkipReason.of(header)).isNull();
    }

    @Test
    void comparisonAsTheHeaderLeavesTheObjectOut() {
        assertThat(SkipReason.of(true)).isEqualTo("left out by CaravanSkip");
        assertThat(SkipReason.of(false)).isNull();
    }

    @Test
    void reasonIsBoundedAndPrintable() {
        assertThat(SkipReason.of("two\nlines")).isEqualTo("two\\nlines");
        assertThat(SkipReason.of("x".repeat(200))).isEqualTo("x".repeat(200));
        assertThat(SkipReason.of("x".repeat(201))).isEqualTo("x".repeat(199) + "…");
        assertThat(SkipReason.of("x".repeat(198) + "\uD83D\uDE00\uD83D\uDE00")).isEqualTo("x".repeat(198) + "…");
    }
}
