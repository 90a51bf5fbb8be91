package dev.caravan.finder;

import static dev.caravan.finder.InMemoryStore.NOON;
import static dev.caravan.local.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.caravan.job.CompareMode;
import dev.caravan.job.Limits;
import dev.caravan.job.Moment;
import dev.caravan.message.DeleteMessage;
import dev.caravan.message.Message;
import dev.caravan.message.ObjectMessage;
import dev.caravan.store.ListRequest;
import dev.caravan.store.ObjectPage;
import dev.caravan.store.ObjectSummary;
import dev.caravan.store.ThrottledException;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FinderTest {

    private final InMemoryStore source = new InMemoryStore("s3://source").pageSize(3);
    private final InMemoryStore destination = new InMemoryStore("s3://destination").pageSize(2);

    @Test
    void missingAndDifferingObjectsAreFoundAndTheRestIsCounted() {
        source.with("a", "b", "c/", "d").with(InMemoryStore.summary("e", 7, "etag", NOON));
        destination.with("b", "c/", "e", "x");
        Comparing comparing = new Comparing(source, destination);

        List<Message> messages = comparing.run();

        assertThat(messages)
                .containsExactly(
                        new ObjectMessage("a", 1, InMemoryStore.ETAG, NOON),
                        new ObjectMessage("d", 1, InMemoryStore.ETAG, NOON),
                        new ObjectMessage("e", 7, "etag", NOON));
        assertThat(comparing.different).containsExactly("MISSING a", "MISSING d", "SIZE e");
        assertThat(comparing.same).containsExactly("b", "c/");
        assertThat(comparing.extra).containsExactly("x");
        assertThat(comparing.sourceListed).hasValue(5);
        assertThat(comparing.destinationListed).hasValue(4);
    }

    @Test
    void whatALimitLeavesOutIsNeitherCopiedNorDeleted() {
        source.with(
                InMemoryStore.summary("a", 5, "etag", NOON),
                InMemoryStore.summary("large", 50, "etag", NOON),
                InMemoryStore.summary("old", 5, "etag", NOON.minusSeconds(1)),
                new ObjectSummary("frozen", 5, "etag", NOON, "GLACIER"));
        destination.with(
                InMemoryStore.summary("extra", 5, "etag", NOON),
                InMemoryStore.summary("extra large", 50, "etag", NOON),
                InMemoryStore.summary("extra old", 5, "etag", NOON.minusSeconds(1)),
                InMemoryStore.summary("frozen", 6, "etag", NOON),
                // The storage class at the source is unknown.
                new ObjectSummary("extra frozen", 5, "etag", NOON, "GLACIER"));
        Comparing comparing = new Comparing(source, destination)
                .delete(10)
                .limits(new Limits(0, 10, new Moment(NOON, null), null, Set.of("STANDARD")));

        assertThat(comparing.run())
                .containsExactly(
                        new ObjectMessage("a", 5, "etag", NOON),
                        new DeleteMessage("extra"),
                        new DeleteMessage("extra frozen"));
        assertThat(comparing.sourceListed).hasValue(4);
    }

    @Test
    void nothingIsReportedBeforeItCountsAsListedNorAfterAllIsListed() {
        source.with(IntStream.range(0, 50).mapToObj(i -> "k" + (100 + i)).toArray(String[]::new));
        destination.with(
                IntStream.range(0, 50).mapToObj(i -> "k" + (100 + 2 * i)).toArray(String[]::new));
        Comparing comparing = new Comparing(source, destination);

        comparing.run();

        assertThat(comparing.foundBeforeListed).isEmpty();
        assertThat(comparing.listedAll).isTrue();
    }

    @Test
    void allIsListedThoughNobodyHasTakenIt() {
        source.with("a", "b", "c", "d");
        Comparing comparing = new Comparing(source, destination);

        try (Differences differences = comparing.start()) {
            assertThat(differences.hasNext()).isTrue();
            await().until(() -> comparing.listedAll);
            assertThat(comparing.different).hasSize(4);
        }
    }

    @Test
    void oneObjectIsComparedAlone() {
        source.with("dir/a", "dir/a.old", "dir/a/b", "dir/b");
        destination.with("x/a.old", "x/a1", "x/b");

        Comparing missing = new Comparing(source, destination).object("dir/a", "x/");
        assertThat(keys(missing.run())).containsExactly("dir/a");
        assertThat(missing.sourceListed).hasValue(1);
        assertThat(missing.extra).isEmpty();

        destination.with("x/a");
        Comparing there = new Comparing(source, destination).object("dir/a", "x/");
        assertThat(there.run()).isEmpty();
        assertThat(there.same).containsExactly("dir/a");
        assertThat(there.extra).isEmpty();
    }

    @Test
    void keysAreComparedUnderTheMapping() {
        source.with("logs/2026-01/a", "logs/2026-02/b", "logs/2025/c", "other");
        destination.with("backup/x/2026-01/a", "backup/x/2026-03/d", "backup/x/1", "backup/a");
        Comparing comparing = new Comparing(source, destination).prefixes("logs/2026", "backup/x/");

        assertThat(keys(comparing.run())).containsExactly("logs/2026-02/b");
        assertThat(comparing.same).containsExactly("logs/2026-01/a");
        assertThat(comparing.extra).containsExactly("backup/x/2026-03/d");
    }

    @Test
    void twoEmptyBucketsAreEqual() {
        assertThat(new Comparing(source, destination).run()).isEmpty();
    }

    @Test
    void filteredKeysAreInvisibleOnBothSides() {
        source.with("p/a.jpg", "p/a.txt", "p/tmp/b.jpg");
        destination.with("p/c.jpg", "p/c.txt", "p/tmp/c.jpg");
        Comparing comparing = new Comparing(source, destination)
                .prefixes("p/", "p/")
                .include("*.jpg")
                .exclude("tmp/*")
                .delete(10);

        assertThat(keys(comparing.run())).containsExactly("p/a.jpg", "p/c.jpg");
        assertThat(comparing.extra).containsExactly("p/c.jpg");
        assertThat(comparing.sourceListed).hasValue(3);
        assertThat(comparing.excluded).hasValue(2);
    }

    @Test
    void theDestinationIsNotListedWhereEverythingIsCopiedAnyway() {
        source.with("a", "b");
        destination.with("a");
        Comparing comparing = new Comparing(source, destination).mode(CompareMode.ALWAYS);

        assertThat(keys(comparing.run())).containsExactly("a", "b");
        assertThat(comparing.different).containsExactly("ALWAYS a", "ALWAYS b");
        assertThat(destination.requests).isEmpty();
    }

    @Test
    void withAPrefixListOnlyItsPrefixesAreLookedAt() {
        source.with("a/1", "a/2", "b/1", "c/1", "d/1");
        destination.with("a/2", "a/3", "b/9", "c/1");
        Comparing comparing = new Comparing(source, destination)
                .only(List.of("c/", "a/", "a/2", "a/"))
                .listers(2);

        assertThat(keys(comparing.run())).containsExactly("a/1");
        assertThat(comparing.same).containsExactlyInAnyOrder("a/2", "c/1");
        assertThat(comparing.extra).containsExactly("a/3");
    }

    @Test
    void oneListerNeedsNoProbes() {
        source.with(manyKeys(300));
        destination.with(manyKeys(300));

        new Comparing(source, destination).run();

        assertThat(source.requests).hasSize(100);
        assertThat(destination.requests).hasSize(150);
    }

    @Test
    void smallBucketsNeedNoProbes() {
        source.with(manyKeys(6));
        destination.with(manyKeys(4));

        new Comparing(source, destination).listers(8).run();

        assertThat(source.requests).hasSize(2);
        assertThat(destination.requests).hasSize(2);
    }

    @Test
    void severalListersShareALargeBucketWithFewProbes() {
        source.pageSize(10).with(manyKeys(20_000));
        destination.pageSize(10).with(manyKeys(20_000));
        Comparing comparing = new Comparing(source, destination).listers(4);

        assertThat(comparing.run()).isEmpty();

        assertThat(comparing.same).hasSize(20_000).doesNotHaveDuplicates();
        assertThat(comparing.sourceListed).hasValue(20_000);
        assertThat(comparing.destinationListed).hasValue(20_000);
        long ranges = source.requests.stream()
                .filter(request -> request.maxKeys() > 1)
                .map(ListRequest::startAfter)
                .distinct()
                .count();
        long probes = source.requests.stream()
                .filter(request -> request.maxKeys() == 1)
                .count();
        assertThat(ranges).isBetween(4L, 200L);
        assertThat(probes).isBetween(1L, 400L);
    }

    @Test
    void whateverProbesSayNoKeyIsLost() {
        AtomicInteger probes = new AtomicInteger();
        source.pageSize(10).with(manyKeys(5_000)).tamper((call, request, page) -> {
            boolean lie = request.maxKeys() == 1 && probes.incrementAndGet() % 3 == 2;
            return lie ? new ObjectPage(List.of(), List.of(), null) : page;
        });
        Comparing comparing = new Comparing(source, destination).listers(4);

        assertThat(keys(comparing.run())).containsExactlyInAnyOrderElementsOf(manyKeys(5_000));
        assertThat(source.requests)
                .anyMatch(request ->
                        request.maxKeys() > 1 && !request.startAfter().isEmpty());
    }

    @Test
    void aProbeThatFailsFailsNothing() {
        source.pageSize(10).with(manyKeys(5_000)).tamper((call, request, page) -> {
            if (request.maxKeys() == 1) {
                throw new ThrottledException("slow down", 503, "SlowDown");
            }
            return page;
        });
        Comparing comparing = new Comparing(source, destination).listers(4);

        assertThat(keys(comparing.run())).containsExactlyElementsOf(new TreeSet<>(manyKeys(5_000)));
    }

    @Test
    void behindTheLastDifferenceThereIsNoNext() {
        try (Differences differences = new Comparing(source.with("a"), destination).start()) {
            assertThat(differences.next().key()).isEqualTo("a");
            assertThat(differences.hasNext()).isFalse();
            assertThatThrownBy(differences::next).isInstanceOf(NoSuchElementException.class);
        }
    }

    static List<String> manyKeys(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "logs/year=2026/" + Integer.toHexString(Integer.reverse(i)) + "/part-" + i)
                .toList();
    }

    private static List<String> keys(List<Message> messages) {
        return messages.stream().map(Message::key).toList();
    }
}
