package dev.caravan.job;

import static dev.caravan.local.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobsTest {

    @ParameterizedTest
    @CsvSource({
        "*, a/b/c, true",
        "*.log, a/b.log, true",
        "*.log, a/b.log.gz, false",
        "a/*, a/, true",
        "a/*, b/a/c, false",
        "a, a/b, false",
        "a?c, a/c, true",
        "a?c, ac, false",
        "?, \uD83D\uDE00, true",
        "??, \uD83D\uDE00, false",
        "*\uD83D\uDE00, x\uD83D\uDE00, true",
        "a**b, a-b, true",
        "*ab*ab, abab, true",
        "*ab*abc, ababab, false",
        "[ab], a, false",
        "[ab], [ab], true",
        "'', a, false",
        "'a.c', abc, false",
        "\\*, *, true",
        "\\*, a, false",
        "a\\?, ab, false",
        "\\\\, \\, true",
    })
    void aPatternMatchesTheWholeName(String pattern, String name, boolean expected) {
        assertThat(new Glob(pattern).matches(name, 0)).isEqualTo(expected);
    }

    @Test
    void aPatternIsHeldAgainstWhatFollowsTheFolder() {
        assertThat(new Glob("a*").matches("logs/a1", 5)).isTrue();
        assertThat(new Glob("logs*").matches("logs/a1", 5)).isFalse();
    }

    @Test
    void aKeyIsMovedWhenAnyIncludeAndNoExcludeMatches() {
        NameFilter globs = NameFilter.of(List.of("*.jpg", "*.png"), List.of("tmp/*"));

        assertThat(globs.accept("a.png", 0)).isTrue();
        assertThat(globs.accept("a.gif", 0)).isFalse();
        assertThat(globs.accept("tmp/a.png", 0)).isFalse();
    }

    @Test
    void withoutIncludesEverythingIsMovedThatNoExcludeMatches() {
        NameFilter globs = NameFilter.of(List.of(), List.of("tmp/*"));

        assertThat(globs.accept("a", 0)).isTrue();
        assertThat(globs.accept("tmp/a", 0)).isFalse();
    }

    @Test
    void aPatternOfManyStarsCannotBeMadeToRunForever() {
        Glob glob = new Glob("*a".repeat(200) + "b");

        boolean matches =
                Assertions.assertTimeoutPreemptively(Duration.ofSeconds(5), () -> glob.matches("a".repeat(1024), 0));

        assertThat(matches).isFalse();
    }

    @Test
    void aLoneBackslashAtTheEndIsRefused() {
        assertThatThrownBy(() -> new Glob("a\\"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("lone backslash");
    }
}
