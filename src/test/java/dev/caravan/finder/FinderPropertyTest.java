package dev.caravan.finder;

import static dev.caravan.local.Assertions.assertThat;

import dev.caravan.message.DeleteMessage;
import dev.caravan.message.Message;
import dev.caravan.message.ObjectMessage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class FinderPropertyTest {

    @Property(tries = 400, seed = "20261122")
    void theDifferencesAreThoseOfTheSetsEachOnce(
            @ForAll("keys") Set<String> source,
            @ForAll("keys") Set<String> destination,
            @ForAll @IntRange(min = 1, max = 6) int listers,
            @ForAll @IntRange(min = 1, max = 7) int sourcePage,
            @ForAll @IntRange(min = 1, max = 7) int destinationPage) {
        InMemoryStore from = new InMemoryStore("s3://source").pageSize(sourcePage);
        InMemoryStore to = new InMemoryStore("s3://destination").pageSize(destinationPage);
        source.forEach(key -> from.with("logs/" + key));
        destination.forEach(key -> to.with("backup/of/" + key));
        from.with("logs/kept").with("log", "logs0", "z");
        to.with("backup/of/kept").with("backup/a", "backup/of", "backup/of0");
        Comparing comparing = new Comparing(from, to)
                .prefixes("logs/", "backup/of/")
                .listers(listers)
                .delete(10_000);

        List<Message> messages = comparing.run();

        Set<String> missing = minus(source, destination);
        Set<String> extra = minus(destination, source);
        assertThat(keysOf(messages, ObjectMessage.class)).containsExactlyInAnyOrderElementsOf(missing);
        assertThat(keysOf(messages, DeleteMessage.class)).containsExactlyInAnyOrderElementsOf(extra);
        assertThat(comparing.same).hasSize(source.size() - missing.size() + 1).doesNotHaveDuplicates();
        assertThat(comparing.extra).hasSize(extra.size());
        assertThat(comparing.sourceListed).hasValue(source.size() + 1L);
        assertThat(comparing.destinationListed).hasValue(destination.size() + 1L);
    }

    @Property(tries = 150, seed = "20261124")
    void aStoreThatRepeatsKeysWherePagesBeginLosesAndRepeatsNone(
            @ForAll("keys") Set<String> source,
            @ForAll("keys") Set<String> destination,
            @ForAll @IntRange(min = 1, max = 6) int listers,
            @ForAll @IntRange(min = 2, max = 7) int page) {
        InMemoryStore from = new InMemoryStore("s3://source").pageSize(page).repeatsKeys();
        InMemoryStore to = new InMemoryStore("s3://destination").pageSize(page).repeatsKeys();
        from.with(source).with("kept");
        to.with(destination).with("kept");
        Comparing comparing = new Comparing(from, to).listers(listers).delete(10_000);

        List<Message> messages = comparing.run();

        assertThat(messages.stream().filter(ObjectMessage.class::isInstance).map(Message::key))
                .containsExactlyInAnyOrderElementsOf(minus(source, destination));
        assertThat(messages.stream().filter(DeleteMessage.class::isInstance).map(Message::key))
                .containsExactlyInAnyOrderElementsOf(minus(destination, source));
        assertThat(comparing.sourceListed).hasValue(source.size() + 1L);
    }

    @Property(tries = 150, seed = "20261125")
    void aKeyThatIsTooLongIsRefusedOnceAndTheOthersAreCompared(
            @ForAll("keys") Set<String> source,
            @ForAll("keys") Set<String> longer,
            @ForAll @IntRange(min = 1, max = 6) int listers,
            @ForAll @IntRange(min = 1, max = 7) int page) {
        InMemoryStore from = new InMemoryStore("s3://source").pageSize(page).with(source);
        List<String> tooLong =
                longer.stream().map(key -> key + "k".repeat(1024)).toList();
        from.with(tooLong);
        Comparing comparing = new Comparing(from, new InMemoryStore("s3://destination")).listers(listers);

        List<Message> messages = comparing.run();

        assertThat(messages.stream().map(Message::key)).containsExactlyInAnyOrderElementsOf(source);
        assertThat(comparing.refused).containsExactlyInAnyOrderElementsOf(tooLong);
    }

    @Property(tries = 200, seed = "20261123")
    void everyKeyUnderAPrefixListIsComparedOnce(
            @ForAll("keys") Set<String> source,
            @ForAll("prefixes") List<String> prefixes,
            @ForAll @IntRange(min = 1, max = 4) int listers) {
        InMemoryStore from = new InMemoryStore("s3://source").with(source).pageSize(2);
        Comparing comparing = new Comparing(from, new InMemoryStore("s3://destination"))
                .only(prefixes)
                .listers(listers);

        List<Message> messages = comparing.run();

        List<String> expected = source.stream()
                .filter(key -> prefixes.stream().anyMatch(key::startsWith))
                .toList();
        assertThat(messages.stream().map(Message::key)).containsExactlyInAnyOrderElementsOf(expected);
    }

    /** Returns keys that share prefixes and contain characters that are easily sorted wrongly. */
    @Provide
    Arbitrary<Set<String>> keys() {
        Arbitrary<String> parts = Arbitraries.of(
                "a",
                "b",
                "0",
                "9",
                "/",
                " ",
                "\n",
                "~",
                "\u007F",
                "\u00E9",
                "\uD7FF",
                "\uE000",
                "\uFFFD",
                "\uFFFF",
                "\uD800\uDC00",
                "\uD83D\uDE00",
                "\uDBFF\uDFFF",
                "year=2026/",
                "longer-part-of-a-key/");
        return parts.list()
                .ofMinSize(1)
                .ofMaxSize(5)
                .map(list -> String.join("", list))
                .set()
                .ofMaxSize(120);
    }

    @Provide
    Arbitrary<List<String>> prefixes() {
        return Arbitraries.of("a", "b/", "a/", "0", "year=2026/", "\uD83D\uDE00", "\uE000", "ab", "longer")
                .list()
                .ofMinSize(1)
                .ofMaxSize(5);
    }

    private static Set<String> minus(Set<String> all, Set<String> without) {
        Set<String> rest = new HashSet<>(all);
        rest.removeAll(without);
        return rest;
    }

    private static List<String> keysOf(List<Message> messages, Class<? extends Message> type) {
        List<String> keys = new ArrayList<>();
        for (Message message : messages) {
            if (type.isInstance(message)) {
                keys.add(message.key().substring("logs/".length()));
            }
        }
        return keys;
    }
}
