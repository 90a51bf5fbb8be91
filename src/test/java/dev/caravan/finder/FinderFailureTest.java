package dev.caravan.finder;

import static dev.caravan.local.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.caravan.message.DeleteMessage;
import dev.caravan.message.Message;
import dev.caravan.message.ObjectMessage;
import dev.caravan.store.ObjectPage;
import dev.caravan.store.ObjectSummary;
import dev.caravan.store.TransientException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Isolated("looks for threads by their name")
@Timeout(60)
class FinderFailureTest {

    private final InMemoryStore source = new InMemoryStore("s3://source").pageSize(10);
    private final InMemoryStore destination = new InMemoryStore("s3://destination").pageSize(10);

    @AfterEach
    void noListingThreadIsLeftBehind() {
        await().atMost(Duration.ofSeconds(10))
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().startsWith("caravan-list-")));
    }

    @Test
    void extrasAreDeletedOnceBothSidesAreListed() {
        source.with("p/a");
        destination.with("q/a", "q/b", "q/c");

        List<Message> messages = new Comparing(source, destination)
                .prefixes("p/", "q/")
                .delete(2)
                .run();

        assertThat(messages).containsExactly(new DeleteMessage("p/b"), new DeleteMessage("p/c"));
    }

    @Test
    void moreDeletesThanAllowedDeleteNothingButCopyTheRest() {
        source.with("a", "new");
        destination.with("a", "b", "c", "d");
        List<Message> messages = new ArrayList<>();

        assertThatThrownBy(
                        () -> drain(new Comparing(source, destination).delete(2).start(), messages))
                .isInstanceOf(DeletesRefusedException.class)
                .hasMessageContaining("s3://destination")
                .hasMessageContaining("at least 3 objects")
                .hasMessageContaining("more than the 2")
                .hasMessageContaining("--max-delete");
        assertThat(messages).allSatisfy(message -> assertThat(message).isNotInstanceOf(DeleteMessage.class));
    }

    @Test
    void aRefusalNamesTheFoldersThatWereCompared() {
        source.with("photos/a");
        destination.with("copies/a", "b");

        assertThatThrownBy(() -> new Comparing(source, destination)
                        .prefixes("phtos/", "copies/")
                        .delete(1000)
                        .run())
                .isInstanceOf(DeletesRefusedException.class)
                .hasMessageContaining("the source s3://source/phtos/ lists no object at all")
                .hasMessageContaining("s3://destination/copies/: nothing was deleted");
    }

    @Test
    void anEmptySourceErasesNothing() {
        destination.with("a", "b");
        List<Message> messages = new ArrayList<>();

        assertThatThrownBy(() ->
                        drain(new Comparing(source, destination).delete(1000).start(), messages))
                .isInstanceOf(DeletesRefusedException.class)
                .hasMessageContaining("the source s3://source lists no object at all");
        assertThat(messages).isEmpty();
    }

    @Test
    void aListOfKeysThatFailsBeforeAllLookupsHaveBegunSaysWhy() {
        AtomicInteger opened = new AtomicInteger();
        for (int i = 1; i <= 50; i++) {
            KeyList keys = new KeyList(
                    () -> {
                        opened.incrementAndGet();
                        throw new IOException("gone");
                    },
                    "list.txt",
                    false,
                    "");
            assertThatThrownBy(() -> drain(new Comparing(source, destination).lookUp(keys), new ArrayList<>()))
                    .isInstanceOf(ListingException.class)
                    .hasMessage("list of keys list.txt can't be read: gone");
            assertThat(opened).as("the list isn't opened by each lookup").hasValue(i);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aListingThatFailsNeverLeadsToADelete(boolean ofSource) {
        source.with(FinderTest.manyKeys(200));
        destination.with(FinderTest.manyKeys(200)).with("extra-1", "zzz");
        (ofSource ? source : destination).tamper((call, request, page) -> {
            if (page.next() == null) {
                throw new TransientException("gone away");
            }
            return page;
        });
        List<Message> messages = new ArrayList<>();

        assertThatThrownBy(() -> drain(
                        new Comparing(source, destination)
                                .delete(1000)
                                .listers(3)
                                .start(),
                        messages))
                .isInstanceOf(ListingException.class)
                .hasMessageContaining("gone away");
        assertThat(messages).isEmpty();
    }

    @Test
    void aListingOutOfOrderNeverLeadsToADelete() {
        source.with(FinderTest.manyKeys(100)).tamper((call, request, page) -> {
            List<ObjectSummary> objects = new ArrayList<>(page.objects());
            if (call == 5) {
                Collections.swap(objects, 3, 4);
            }
            return new ObjectPage(objects, List.of(), page.next());
        });
        destination.with(FinderTest.manyKeys(101));
        List<Message> messages = new ArrayList<>();

        assertThatThrownBy(() ->
                        drain(new Comparing(source, destination).delete(1000).start(), messages))
                .isInstanceOf(ListingException.class)
                .hasMessageContaining(" lists the key ");
        assertThat(messages).isEmpty();
    }

    @Test
    void aListingWithoutAnEndNeverLeadsToADelete() {
        source.with(FinderTest.manyKeys(100))
                .tamper((call, request, page) -> request.maxKeys() == 1
                        ? page
                        : new ObjectPage(
                                call == 1 ? page.objects() : List.of(),
                                List.of(),
                                request.continuedBy("token-" + call)));
        destination.with(FinderTest.manyKeys(101));
        List<Message> messages = new ArrayList<>();

        assertThatThrownBy(() ->
                        drain(new Comparing(source, destination).delete(1000).start(), messages))
                .isInstanceOf(ListingException.class)
                .hasMessageContaining("doesn't advance");
        assertThat(messages).isEmpty();
    }

    @Test
    void aKeyThatIsRepeatedWithAnotherObjectNeverLeadsToADelete() {
        source.with(FinderTest.manyKeys(100)).tamper((call, request, page) -> {
            if (request.continuation() == null) {
                return page;
            }
            List<ObjectSummary> objects = new ArrayList<>(page.objects());
            objects.add(0, InMemoryStore.summary(request.continuation(), 7, "another", InMemoryStore.NOON));
            return new ObjectPage(objects, List.of(), page.next());
        });
        destination.with(FinderTest.manyKeys(101));
        List<Message> messages = new ArrayList<>();

        assertThatThrownBy(() ->
                        drain(new Comparing(source, destination).delete(1000).start(), messages))
                .isInstanceOf(ListingException.class)
                .hasMessageContaining(" lists the key ");
        assertThat(messages).isEmpty();
    }

    @Test
    void whatTheSourceHasUnderAKeyThatIsTooLongIsNotDeleted() {
        String folder = "f".repeat(600) + "/";
        String name = "n".repeat(600);
        source.with(folder + "a", folder + name);
        destination.with(name, "extra", "x".repeat(1025));
        Comparing comparing =
                new Comparing(source, destination).prefixes(folder, "").delete(10);

        assertThat(comparing.run())
                .containsExactly(
                        new ObjectMessage(folder + "a", 1, InMemoryStore.ETAG, InMemoryStore.NOON),
                        new DeleteMessage(folder + "extra"));
        assertThat(comparing.refused).containsExactly(folder + name);
    }

    @Test
    void aFailureIsReportedAtEveryCallUntilTheIteratorIsClosed() {
        source.tamper((call, request, page) -> {
            throw new IllegalStateException("a bug in a store");
        });
        Differences differences = new Comparing(source, destination).start();

        assertThatThrownBy(differences::hasNext).hasMessage("a bug in a store");
        assertThatThrownBy(differences::next).hasMessage("a bug in a store");
        differences.close();
        assertThat(differences.hasNext()).isFalse();
    }

    @Test
    void evenAnErrorOfTheMachineIsNoEnd() {
        source.tamper((call, request, page) -> {
            throw new StackOverflowError();
        });

        assertThatThrownBy(() -> new Comparing(source, destination).run())
                .isInstanceOf(ListingException.class)
                .hasMessageContaining("StackOverflowError");
    }

    @Test
    void oneRangesFailureEndsTheOthers() {
        CountDownLatch never = new CountDownLatch(1);
        source.with("a/1", "b/1").tamper((call, request, page) -> {
            if (request.prefix().equals("b/")) {
                throw new IllegalStateException("failed");
            }
            try {
                never.await();
            } catch (InterruptedException e) {
                throw new TransientException("interrupted", 0, "", e);
            }
            return page;
        });
        Comparing comparing =
                new Comparing(source, destination).only(List.of("a/", "b/")).listers(2);

        assertThatThrownBy(comparing::run).hasMessage("failed");
    }

    @Test
    void whatWasCancelledIsAtItsEndAtOnce() {
        source.with(FinderTest.manyKeys(50_000));
        Differences differences = new Comparing(source, destination).listers(4).start();
        differences.next();

        differences.cancel();

        assertThat(differences.hasNext()).isFalse();
    }

    @Test
    void cancellingEndsAWaitForTheNext() throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        source.tamper((call, request, page) -> {
            asked.countDown();
            throw new TransientException("no answer");
        });
        Differences differences =
                new Comparing(source, destination).pause(Duration.ofHours(1)).start();
        AtomicReference<Boolean> hasNext = new AtomicReference<>();
        Thread waiting = new Thread(() -> hasNext.set(differences.hasNext()));
        waiting.start();
        asked.await();

        differences.cancel();

        waiting.join();
        assertThat(hasNext).hasValue(false);
    }

    @Test
    void anInterruptedCallerEndsAndSoDoesTheListing() {
        source.tamper((call, request, page) -> {
            throw new TransientException("no answer");
        });
        Differences differences =
                new Comparing(source, destination).pause(Duration.ofHours(1)).start();
        Thread.currentThread().interrupt();

        assertThatThrownBy(differences::hasNext).isInstanceOf(CancellationException.class);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(differences.hasNext()).isFalse();
    }

    @Test
    void aSlowConsumerMakesTheListingWait() {
        source.with(FinderTest.manyKeys(20_000));
        try (Differences differences = new Comparing(source, destination).start()) {
            differences.next();
            await().during(Duration.ofMillis(200))
                    .atMost(Duration.ofSeconds(10))
                    .until(source.requests::size, n -> n < 50);

            int count = 1;
            for (; differences.hasNext(); differences.next()) {
                count++;
            }
            assertThat(count).isEqualTo(20_000);
        }
    }

    private static void drain(Differences differences, List<Message> into) {
        try (differences) {
            differences.forEachRemaining(into::add);
        }
    }
}
