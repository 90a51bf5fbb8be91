package dev.caravan.finder;

import static dev.caravan.local.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.local.LogLines;
import dev.caravan.store.Backoff;
import dev.caravan.store.DeniedException;
import dev.caravan.store.ListRequest;
import dev.caravan.store.ObjectPage;
import dev.caravan.store.ObjectSummary;
import dev.caravan.store.ThrottledException;
import dev.caravan.store.TransientException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class PageReaderTest {

    private static final Backoff AT_ONCE = new Backoff(8, Duration.ZERO, Duration.ZERO);

    private final InMemoryStore store = new InMemoryStore("s3://bucket")
            .with("p/a", "p/b", "p/c", "p/d", "q")
            .pageSize(2);

    @Test
    void pagesFollowOneAnotherToTheEnd() throws InterruptedException {
        assertThat(readAll()).containsExactly("p/a", "p/b", "p/c", "p/d");
        assertThat(store.requests).hasSize(2);
    }

    @Test
    void aLostPageIsAskedForAgainWhereItBegan() throws InterruptedException {
        store.tamper((call, request, page) -> {
            if (call == 2) {
                throw new TransientException("no answer");
            }
            if (call == 3) {
                throw new ThrottledException("slow down", 503, "SlowDown");
            }
            return page;
        });

        assertThat(readAll()).containsExactly("p/a", "p/b", "p/c", "p/d");
        assertThat(store.requests.stream().map(ListRequest::continuation)).containsExactly(null, "p/b", "p/b", "p/b");
    }

    @Test
    void aPageThatStaysLostFailsWithTheKeyReached() {
        store.with("p/\n").tamper((call, request, page) -> {
            if (call > 1) {
                throw new TransientException("connection reset");
            }
            return page;
        });

        assertThatThrownBy(this::readAll)
                .isInstanceOf(ListingException.class)
                .hasMessage("s3://bucket: the listing failed after the key \"p/a\" (8 attempts): connection reset")
                .hasCauseInstanceOf(TransientException.class);
        assertThat(store.requests).hasSize(1 + 8);
    }

    @Test
    void aListingOutlastsAnOutage() throws InterruptedException {
        int attempts = AT_ONCE.attempts();
        store.tamper((call, request, page) -> {
            if (call == 2) {
                throw new TransientException("connection reset");
            } else if (call > 2 && call < 3 * attempts) {
                throw new TransientException("can't connect", 0, "", new ConnectException("refused"));
            }
            return page;
        });

        try (LogLines log = new LogLines()) {
            assertThat(readAll()).containsExactly("p/a", "p/b", "p/c", "p/d");
            assertThat(log.all())
                    .containsExactly(
                            "s3://bucket: listing after \"p/b\" failed, attempt 1 of 8: connection reset",
                            "s3://bucket: listing after \"p/b\" waits for the store, at most 10 minutes: can't connect");
        }
    }

    @Test
    void whatTryingAgainWontHelpIsNotTriedAgain() {
        store.tamper((call, request, page) -> {
            throw new DeniedException("AccessDenied", 403, "AccessDenied");
        });

        assertThatThrownBy(this::readAll)
                .isInstanceOf(ListingException.class)
                .hasMessage("s3://bucket: the listing failed at its beginning: AccessDenied");
        assertThat(store.requests).hasSize(1);
    }

    @Test
    void keysOutOfOrderInAPageAreNoticed() {
        store.tamper((call, request, page) -> swapped(page));

        assertThatThrownBy(this::readAll)
                .isInstanceOf(ListingException.class)
                .hasMessageContaining("s3://bucket lists the key \"p/a\" after \"p/b\"");
    }

    @Test
    void utf16OrderIsOutOfOrder() {
        ObjectSummary emoji = InMemoryStore.summary("p/\uD83D\uDE00", 1, "", InMemoryStore.NOON);
        ObjectSummary privateUse = InMemoryStore.summary("p/\uE000", 1, "", InMemoryStore.NOON);
        store.tamper((call, request, page) -> new ObjectPage(List.of(emoji, privateUse), List.of(), null));

        assertThatThrownBy(this::readAll)
                .isInstanceOf(ListingException.class)
                .hasMessageContaining("\"p/\uE000\" after \"p/\uD83D\uDE00\"");
    }

    @Test
    void aKeyListedTwiceIsNoticed() {
        store.tamper((call, request, page) -> {
            List<ObjectSummary> twice =
                    List.of(page.objects().get(0), page.objects().get(0));
            return new ObjectPage(twice, List.of(), null);
        });

        assertThatThrownBy(this::readAll).isInstanceOf(ListingException.class).hasMessageContaining(" lists the key ");
    }

    @Test
    void aKeyThatIsRepeatedWhereAPageBeginsIsPassedOver() throws InterruptedException {
        store.repeatsKeys();

        assertThat(readAll()).containsExactly("p/a", "p/b", "p/c", "p/d");
    }

    @Test
    void aRepeatedKeyOfAnotherObjectIsNoticed() {
        for (ObjectSummary other : List.of(
                InMemoryStore.summary("p/b", 2, InMemoryStore.ETAG, InMemoryStore.NOON),
                InMemoryStore.summary("p/b", 1, "another", InMemoryStore.NOON))) {
            InMemoryStore changing = new InMemoryStore("s3://bucket")
                    .with("p/a", "p/b", "p/c")
                    .pageSize(2)
                    .tamper((call, request, page) ->
                            call == 2 ? new ObjectPage(List.of(other), List.of(), null) : page);

            assertThatThrownBy(() -> readAll(changing))
                    .isInstanceOf(ListingException.class)
                    .hasMessageContaining("\"p/b\" after \"p/b\"");
        }
    }

    @Test
    void theKeyAfterWhichAListingBeginsIsPassedOver() throws InterruptedException {
        PageReader reader =
                new PageReader(store.repeatsKeys(), ListRequest.of("p/", "p/b"), AT_ONCE, new AtomicBoolean());

        assertThat(reader.read()).extracting(ObjectSummary::key).containsExactly("p/c");
    }

    @Test
    void keysThatAreTooLongMayHaveTheSameBeginning() throws InterruptedException {
        ObjectSummary tooLong = InMemoryStore.summary("p/" + "k".repeat(1023), 1, "", InMemoryStore.NOON);
        ObjectSummary another = InMemoryStore.summary(tooLong.key(), 2, "", InMemoryStore.NOON);
        store.tamper((call, request, page) -> new ObjectPage(List.of(tooLong, another), List.of(), null));

        assertThat(readAll()).hasSize(2);
    }

    @Test
    @Timeout(60)
    void aListingThatGoesOnForeverWithoutANewKeyIsGivenUp() {
        for (List<ObjectSummary> objects : List.of(
                List.<ObjectSummary>of(),
                List.of(InMemoryStore.summary("p/d", 1, InMemoryStore.ETAG, InMemoryStore.NOON)))) {
            InMemoryStore endless = new InMemoryStore("s3://bucket")
                    .with("p/a", "p/b", "p/c", "p/d")
                    .tamper((call, request, page) -> new ObjectPage(
                            call == 1 ? page.objects() : objects, List.of(), request.continuedBy("token-" + call)));

            assertThatThrownBy(() -> readAll(endless))
                    .isInstanceOf(ListingException.class)
                    .hasMessageContaining("after the key \"p/d\"")
                    .hasMessageContaining("5000 pages");
        }
    }

    @Test
    @Timeout(60)
    void pagesWhoseObjectsAreLeftOutAreProgress() throws InterruptedException {
        store.tamper((call, request, page) -> call >= 20_000
                ? page
                : new ObjectPage(
                        List.of(),
                        List.of(),
                        call == 19_999 ? request.continuedBy("p/") : request.continuedBy("token-" + call),
                        "p/" + Character.toString(0x10000 + call)));

        assertThat(readAll()).containsExactly("p/a", "p/b", "p/c", "p/d");
    }

    @Test
    void aStoreThatForgetsTheTokenIsNoticed() {
        InMemoryStore forgetful = new InMemoryStore("s3://bucket")
                .with("p/a", "p/b", "p/c", "p/d")
                .pageSize(2);
        store.tamper((call, request, page) -> {
            ObjectPage first = forgetful.list(ListRequest.of("p/", ""));
            return new ObjectPage(first.objects(), List.of(), request.continuedBy("token-" + call));
        });

        assertThatThrownBy(this::readAll)
                .isInstanceOf(ListingException.class)
                .hasMessageContaining("lists the key \"p/a\" after \"p/b\"");
    }

    @Test
    void aStoreThatAnswersEmptyPagesWithTheSameTokenIsNoticed() {
        store.tamper((call, request, page) -> new ObjectPage(List.of(), List.of(), request.continuedBy("token")));

        assertThatThrownBy(this::readAll).isInstanceOf(ListingException.class).hasMessageContaining("doesn't advance");
    }

    @Test
    void anEmptyPageIsNotTheEnd() throws InterruptedException {
        store.tamper((call, request, page) ->
                call == 1 ? new ObjectPage(List.of(), List.of(), request.continuedBy("p/")) : page);

        assertThat(readAll()).containsExactly("p/a", "p/b", "p/c", "p/d");
    }

    @Test
    void keysWithoutThePrefixAreNoticed() {
        store.tamper((call, request, page) ->
                new ObjectPage(List.of(InMemoryStore.summary("q", 1, "", InMemoryStore.NOON)), List.of(), null));

        assertThatThrownBy(this::readAll)
                .isInstanceOf(ListingException.class)
                .hasMessageContaining("only keys with the prefix \"p/\"");
    }

    @Test
    void aStoreThatIgnoresStartAfterIsNoticed() {
        PageReader reader = new PageReader(
                store.tamper((call, request, page) ->
                        new InMemoryStore("").with("p/a").list(ListRequest.of("p/", ""))),
                ListRequest.of("p/", "p/b"),
                AT_ONCE,
                new AtomicBoolean());

        assertThatThrownBy(reader::read).isInstanceOf(ListingException.class).hasMessageContaining(" lists the key ");
    }

    @Test
    void anInterruptedReaderDoesNotWaitForTheNextAttempt() {
        store.tamper((call, request, page) -> {
            Thread.currentThread().interrupt();
            throw new TransientException("interrupted");
        });

        assertThatThrownBy(this::readAll).isInstanceOf(InterruptedException.class);
        assertThat(store.requests).hasSize(1);
    }

    private List<String> readAll() throws InterruptedException {
        return readAll(store);
    }

    private static List<String> readAll(InMemoryStore store) throws InterruptedException {
        PageReader reader = new PageReader(store, ListRequest.of("p/", ""), AT_ONCE, new AtomicBoolean());
        List<String> keys = new ArrayList<>();
        while (reader.hasNext()) {
            reader.read().forEach(object -> keys.add(object.key()));
        }
        return keys;
    }

    private static ObjectPage swapped(ObjectPage page) {
        return new ObjectPage(List.of(page.objects().get(1), page.objects().get(0)), List.of(), null);
    }
}
