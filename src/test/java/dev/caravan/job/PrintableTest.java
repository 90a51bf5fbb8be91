package dev.caravan.job;

import static dev.caravan.local.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTest {

    @Test
    void ordinaryTextStaysTheSameObject() {
        String text = "a/b c+ä中😀.txt";
        assertThat(Printable.of(text)).isSameAs(text);
    }

    @Test
    void whatBreaksOrTurnsALineIsEscaped() {
        assertThat(Printable.of("a\nb\rc\td\u0000e\u001bf\u202eg\u2028h\u0085i"))
                .isEqualTo("a\\nb\\rc\\td\\u0000e\\u001bf\\u202eg\\u2028h\\u0085i");
    }

    @Test
    void endlessTextIsCut() {
        assertThat(Printable.of("x".repeat(100_000))).hasSize(1201).endsWith("…");
        assertThat(Printable.of("\n" + "x".repeat(100_000)))
                .hasSizeLessThan(1300)
                .endsWith("…");
    }
}
