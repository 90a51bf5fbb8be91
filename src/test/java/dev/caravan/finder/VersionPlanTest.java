package dev.caravan.finder;

import static dev.caravan.local.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.message.VersionMark;
import dev.caravan.store.InvalidException;
import dev.caravan.store.ObjectSummary;
import dev.caravan.store.ObjectVersion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Tests histories that are written as text, the oldest version first: a letter is a version with that content, a dash a
 * delete marker.
 */
class VersionPlanTest {

    private final Map<ObjectVersion, String> marks = new HashMap<>();

    private static ObjectVersion version(String side, int number, char kind) {
        String etag = String.valueOf(kind).repeat(32);
        return new ObjectVersion(
                new ObjectSummary("k", 1, kind == '-' ? "" : etag, Instant.ofEpochSecond(number), ""),
                side + number,
                kind == '-');
    }

    private static List<ObjectVersion> source(String text) {
        List<ObjectVersion> versions = new ArrayList<>();
        for (int i = 0; i < text.length(); i++) {
            versions.add(version("s", i, text.charAt(i)));
        }
        return versions;
    }

    /**
     * Returns copies of the source's versions from an index on. A question mark is a version that Caravan didn't write.
     */
    private List<ObjectVersion> destination(List<ObjectVersion> source, int from, String text) {
        List<ObjectVersion> versions = new ArrayList<>();
        for (int i = 0; i < text.length(); i++) {
            ObjectVersion version = version("d", i, text.charAt(i) == '?' ? 'f' : text.charAt(i));
            if (text.charAt(i) != '?' && text.charAt(i) != '-') {
                marks.put(version, from + i < source.size() ? VersionMark.of(source.get(from + i)) : "s99");
            }
            versions.add(version);
        }
        return versions;
    }

    @ParameterizedTest
    @CsvSource({
        // The destination has no version, the first versions, or all.
        "abc, 0, '', 0",
        "abc, 0, a, 1",
        "abc, 0, ab, 2",
        "abc, 0, abc, 3",
        // All versions have the same bytes.
        "aaaa, 0, aa, 2",
        // There are delete markers, also in a row and at the start.
        "a-b, 0, a, 1",
        "a-b, 0, a-, 2",
        "a--b, 0, a-, 2",
        "a--b, 0, a--, 3",
        "--a, 0, -, 1",
        "--a, 0, --, 2",
        // The source has lost its oldest versions, and the destination has them.
        "cd, -2, abc, 1",
        "cd, -2, abcd, 2"
    })
    void goesOnBehindTheNewestCopy(String source, int from, String destination, int expected) {
        List<ObjectVersion> there = source(source);
        List<ObjectVersion> here = new ArrayList<>();
        if (from < 0) {
            here.addAll(destination(List.of(), 0, destination.substring(0, -from)));
            here.addAll(destination(there, 0, destination.substring(-from)));
        } else {
            here.addAll(destination(there, from, destination));
        }
        assertThat(VersionPlan.of(there, here, version -> marks.getOrDefault(version, "")))
                .isEqualTo(new VersionPlan(expected));
    }

    @ParameterizedTest
    @CsvSource({"abc, ?", "abc, a?", "abc, a-", "abc, -", "ab, ab-", "a, --"})
    void doesNotGuessWhereTheOrderIsLost(String source, String destination) {
        List<ObjectVersion> there = source(source);
        List<ObjectVersion> here = destination(there, 0, destination);
        assertThatThrownBy(() -> VersionPlan.of(there, here, version -> marks.getOrDefault(version, "")))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("the order of the versions can't be kept");
    }
}
