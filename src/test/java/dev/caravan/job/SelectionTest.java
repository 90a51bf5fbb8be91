package dev.caravan.job;

import static dev.caravan.local.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class SelectionTest {

    @Test
    void patternsAreHeldAgainstTheNameBelowTheFolder() throws Exception {
        Selection selection =
                selection("logs/2026", Map.of("SRC_INCLUDE", "2026*.gz", "SRC_EXCLUDE", "*/tmp/*"), List.of());
        assertThat(selection.contains("logs/2026-01/a.gz")).isTrue();
        assertThat(selection.contains("logs/2026-01/a")).isFalse();
        assertThat(selection.contains("logs/2026-01/tmp/a.gz")).isFalse();
    }

    @Test
    void keysWithoutTheSourcesPrefixAreOfNoJob() throws Exception {
        Selection selection = selection("logs/", Map.of(), List.of());
        assertThat(selection.contains("logs/a")).isTrue();
        // In a copy of a whole bucket, the folder itself would have an empty name.
        assertThat(selection.contains("logs/")).isFalse();
        assertThat(selection.contains("logs")).isFalse();
        assertThat(selection.contains("Logs/a")).isFalse();
    }

    @Test
    void prefixesOfAListAreWhole() throws Exception {
        Selection selection = selection("logs/", Map.of(), List.of("logs/b/", "logs/a/"));
        assertThat(selection.contains("logs/a/1")).isTrue();
        assertThat(selection.contains("logs/b/")).isTrue();
        assertThat(selection.contains("logs/a")).isFalse();
        assertThat(selection.contains("logs/aa")).isFalse();
        assertThat(selection.contains("logs/c/1")).isFalse();
    }

    @Property(seed = "817")
    void aKeyIsOfAListWhenItBeginsWithAnyPrefixOfIt(
            @ForAll("names") String key, @ForAll("prefixLists") List<String> prefixes) throws Exception {
        assertThat(selection("", Map.of(), prefixes).contains(key))
                .isEqualTo(prefixes.stream().anyMatch(key::startsWith));
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.of("a", "b", "/", "\uFFFD", "\uD83D\uDE00")
                .list()
                .ofMinSize(1)
                .ofMaxSize(6)
                .map(parts -> String.join("", parts));
    }

    @Provide
    Arbitrary<List<String>> prefixLists() {
        return names().list().ofMinSize(1).ofMaxSize(6);
    }

    private static Selection selection(String prefix, Map<String, String> patterns, List<String> prefixes)
            throws Exception {
        Map<String, String> environment = new HashMap<>(patterns);
        environment.putAll(Map.of("SRC_BUCKET", "from", "SRC_PREFIX", prefix, "DEST_BUCKET", "to"));
        Job job = JobReader.read(null, null, new Settings(Map.of(), Map.of(), environment, Map.of()));
        return new Selection(job, prefixes, null);
    }
}
