package dev.caravan.job;

import static dev.caravan.local.Assertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilterRulesTest {

    @ParameterizedTest
    @CsvSource({
        "*.jpg, file.jpg, true",
        "*.jpg, directory/file.jpg, true",
        "*.jpg, file.jpg.bak, false",
        "file.jpg, afile.jpg, false",
        "/*.jpg, file.jpg, true",
        "/*.jpg, directory/file.jpg, false",
        "dir/*, dir/file, true",
        "dir/*, x/dir/file, true",
        "dir/*, dir/deep/file, false",
        "dir/**, dir/deep/file, true",
        "dir/, dir/deep/file, true",
        "dir/, adir/file, false",
        "/dir/, x/dir/file, false",
        "**.txt, a/b/c.txt, true",
        "a?c, abc, true",
        "a?c, a/c, false",
        "[a-c]1, b1, true",
        "[^a-c]1, b1, false",
        "[]x, '[]x', false",
        "'*.{jpg,png}', a/b.png, true",
        "'*.{jpg,png}', b.gif, false",
        "'a,b', 'a,b', true",
        "a.c, abc, false",
        "\\*, *, true",
        "\\*, a, false",
        "'/{{\\d{4}}}-*', 2026-01, true",
        "'/{{\\d{4}}}-*', 26-01, false",
        "'{{.*\\.(gif|jpe?g)}}', a/b.jpeg, true",
        "*\uD83D\uDE00, x\uD83D\uDE00, true",
    })
    void aPatternMatchesAsInRclone(String pattern, String name, boolean expected) {
        FilterRules rules;
        try {
            rules = rules("- " + pattern);
        } catch (IllegalArgumentException e) {
            assertThat(expected).isFalse();
            return;
        }
        assertThat(rules.accept("folder/" + name, "folder/".length())).isEqualTo(!expected);
    }

    @Test
    void theFirstRuleThatMatchesDecides() {
        FilterRules rules = rules("\uFEFF# photos only", "", "  ; without drafts", "- drafts/", "+ *.jpg\r", "- *");
        assertThat(rules.accept("a/1.jpg", 0)).isTrue();
        assertThat(rules.accept("drafts/1.jpg", 0)).isFalse();
        assertThat(rules.accept("a/1.png", 0)).isFalse();
    }

    @Test
    void whatNoRuleMatchesIsAccepted() {
        assertThat(rules("- *.tmp").accept("a", 0)).isTrue();
        assertThat(rules("").accept("a", 0)).isTrue();
    }

    @Test
    void anExclamationMarkDropsWhatStandsAboveIt() {
        assertThat(rules("- *", "!", "- *.tmp").accept("a", 0)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "*.tmp; \"*.tmp\" begins with neither '+ ' nor '- '; a comment begins with #",
                "- ; \"-\" begins with neither '+ ' nor '- '; a comment begins with #",
                "+ a{b; the pattern \"a{b\" has a { without a }",
                "+ a}b; the pattern \"a}b\" has a } without a {",
                "+ [ab; the pattern \"[ab\" has a [ without a ]",
                "+ ***; the pattern \"***\" has more than two * in a row",
                "+ a\\; the pattern \"a\\\" ends with a lone backslash",
                "+ {{a; the pattern \"{{a\" has a {{ without a }}",
            },
            quoteCharacter = '\0')
    void aLineThatCannotBeReadIsNamed(String line, String problem) {
        assertThatThrownBy(() -> rules("+ *.jpg", line))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("rules.txt, line 2: " + problem);
    }

    @Test
    void anExpressionOfAFileMustBeOneOfRe2() {
        assertThatThrownBy(() -> rules("- {{(?<=a)b}}")).hasMessageContaining("is not a regular expression of RE2");
        assertThatThrownBy(() -> FilterRules.parse(new byte[] {'-', ' ', (byte) 0xFF}, "rules.txt"))
                .hasMessage("rules.txt is not UTF-8");
    }

    @Test
    void anExpressionIsFoundAnywhereInTheNameBelowTheFolder() throws Exception {
        Selection selection = selection("/2026-\\d\\d/,^top", "secret$");
        assertThat(selection.contains("logs/a/2026-11/b")).isFalse();
        selection = selection("/2026-\\d\\d/", "secret$");
        assertThat(selection.contains("logs/a/2026-11/b")).isTrue();
        assertThat(selection.contains("logs/a/2026-11/secret")).isFalse();
        assertThat(selection.contains("logs/a/b")).isFalse();
        assertThat(selection("^a", "x").contains("logs/a\nb")).isTrue();
        assertThat(selection("^logs", "x").contains("logs/a")).isFalse();
    }

    @Test
    void aHostilePatternCannotBeMadeToRunForever() throws Exception {
        Selection selection = selection("^(a|aa|a*)*b$", "(x+x+)+y");
        boolean moved = Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(5), () -> selection.contains("logs/" + "a".repeat(1000)));
        assertThat(moved).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "a(; --exclude-regex: \"a(\" is not a regular expression of RE2: missing closing )",
                "(?!a); --exclude-regex: \"(?!a)\" is not a regular expression of RE2: invalid or unsupported Perl syntax"
            })
    void anExpressionThatRe2DoesNotKnowIsRefused(String text, String problem) {
        Settings settings = new Settings(Map.of(JobOption.EXCLUDE_REGEX, List.of(text)), Map.of(), Map.of(), Map.of());
        assertThatThrownBy(() -> JobReader.read("s3://a", "s3://b", settings)).hasMessage(problem);
    }

    private static Selection selection(String include, String exclude) throws InvalidJobException {
        Map<String, String> environment = Map.of("SRC_INCLUDE_REGEX", include, "SRC_EXCLUDE_REGEX", exclude);
        Job job = JobReader.read("s3://a/logs", "s3://b", new Settings(Map.of(), Map.of(), environment, Map.of()));
        return new Selection(job, List.of(), null);
    }

    private static FilterRules rules(String... lines) {
        return FilterRules.parse(String.join("\n", lines).getBytes(UTF_8), "rules.txt");
    }
}
