package dev.caravan.component.kodo;

import static dev.caravan.local.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.local.Attributes;
import dev.caravan.local.Content;
import dev.caravan.local.Fault;
import dev.caravan.local.FaultAction;
import dev.caravan.local.KodoQuirks.Markers;
import dev.caravan.local.KodoState;
import dev.caravan.local.Operation;
import dev.caravan.local.Relay;
import dev.caravan.store.InvalidException;
import dev.caravan.store.ListRequest;
import dev.caravan.store.ObjectPage;
import dev.caravan.store.ObjectSummary;
import dev.caravan.store.ThrottledException;
import dev.caravan.store.TransientException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests listings in the way of Kodo: markers, empty pages, and start keys, which Kodo doesn't support. */
class KodoListingIT {

    private final KodoSide side = new KodoSide();
    private final KodoStore store = side.open();

    @AfterEach
    void close() {
        side.close();
    }

    private static List<String> all(KodoStore store, ListRequest first) {
        List<String> keys = new ArrayList<>();
        ListRequest next = first;
        while (next != null) {
            ObjectPage page = store.list(next);
            page.objects().stream().map(ObjectSummary::key).forEach(keys::add);
            next = page.next();
        }
        return keys;
    }

    private List<String> put(int from, int to) {
        List<String> keys =
                IntStream.range(from, to).mapToObj(i -> "k" + (1000 + i)).toList();
        keys.forEach(key -> side.bucket.put(key, "x"));
        return keys;
    }

    private void delete(int from, int to) {
        IntStream.range(from, to)
                .forEach(i -> side.bucket.put("k" + (1000 + i), Content.of("x"), KodoState.deleted(Attributes.NONE)));
    }

    @Test
    void emptyPagesThatGoOnAreNoEnd() {
        delete(0, 35);
        List<String> shown = new ArrayList<>(put(35, 42));
        delete(42, 75);
        shown.addAll(put(75, 80));
        delete(80, 95);
        ListRequest first = new ListRequest("", "", "", null, 10);
        assertThat(store.list(first).objects()).isEmpty();
        assertThat(all(store, first)).isEqualTo(shown);
        assertThat(all(store, new ListRequest("k", "", "k1038", null, 10)))
                .isEqualTo(
                        shown.stream().filter(key -> key.compareTo("k1038") > 0).toList());
    }

    @ParameterizedTest
    @EnumSource
    void aListingBeginsAfterAnyKeyWhateverMarkersAre(Markers markers) {
        side.server.quirks().markers(markers);
        List<String> keys = put(0, 57);
        for (String after : List.of("k1000", "k1009", "k1010", "k1031x", "k10", "k1056", "z", "j")) {
            assertThat(all(store, new ListRequest("", "", after, null, 10)))
                    .as("after %s", after)
                    .isEqualTo(keys.stream()
                            .filter(key -> key.compareTo(after) > 0)
                            .toList());
        }
        assertThat(all(store, new ListRequest("k103", "", "k1034", null, 10)))
                .containsExactly("k1035", "k1036", "k1037", "k1038", "k1039");
        assertThat(all(store, new ListRequest("k103", "", "k2", null, 10))).isEmpty();
        assertThat(all(store, new ListRequest("k103", "", "a", null, 10))).hasSize(10);
    }

    @Test
    void markersThatMayBeMadeSaveTheWayToAKey() {
        put(0, 500);
        side.server.requests().reset();
        assertThat(all(store, new ListRequest("", "", "k1489", null, 10))).hasSize(10);
        // One request checks the form of Kodo's own markers. The other request gets the page.
        assertThat(side.server.requests().count(Operation.LIST)).isEqualTo(2);
        assertThat(all(store, new ListRequest("", "", "k1479", null, 100))).hasSize(20);
        assertThat(side.server.requests().count(Operation.LIST)).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource(names = {"SECRET", "FORGIVING"})
    void markersThatTurnOutOtherwiseLaterAreNoLongerMade(Markers later) {
        List<String> keys = put(0, 30);
        assertThat(all(store, new ListRequest("", "", "k1019", null, 100))).hasSize(10);
        side.server.quirks().markers(later);
        assertThat(all(store, new ListRequest("", "", "k1014", null, 4))).isEqualTo(keys.subList(15, 30));
    }

    @Test
    void aFolderIsFoldedAfterAKeyToo() {
        for (String key : List.of("a/1", "a/2", "b", "c/1", "c/2", "d")) {
            side.bucket.put(key, "x");
        }
        ObjectPage page = store.list(new ListRequest("", "/", "a/1", null, 100));
        assertThat(page.commonPrefixes()).containsExactly("a/", "c/");
        assertThat(page.objects()).extracting(ObjectSummary::key).containsExactly("b", "d");
        ObjectPage after = store.list(new ListRequest("", "/", "b", null, 100));
        assertThat(after.commonPrefixes()).containsExactly("c/");
        assertThat(after.objects()).extracting(ObjectSummary::key).containsExactly("d");
    }

    @Test
    void anOrderThatIsWrongIsHandedOn() {
        // The finder checks the order. If the store sorted a page, it would hide keys that the next page lacks.
        put(0, 3);
        side.server.faults().add(Fault.on(Operation.LIST).times(1).then(FaultAction.unorderedPage()));
        assertThat(all(store, ListRequest.of("", ""))).containsExactly("k1002", "k1001", "k1000");
    }

    @Test
    void aTokenThatIsNoneIsReportedAndNotTakenForTheEnd() {
        put(0, 3);
        assertThatThrownBy(() -> store.list(new ListRequest("", "", "", "nonsense", 10)))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("LIST kodo://bucket: 640: invalid marker");
    }

    @Test
    void anObjectIsListedWithWhatKodoKnows() {
        side.bucket.put("a", Content.of("hello"), KodoState.archived(Attributes.NONE));
        ObjectSummary listed = store.list(ListRequest.of("", "")).objects().get(0);
        assertThat(listed.etag()).isEqualTo("Fqr0xh3cxeii2r7eDztILNmuqUNN");
        assertThat(listed.storageClass()).isEqualTo("GLACIER");
        assertThat(listed.lastModified())
                .isEqualTo(side.bucket.get("a").orElseThrow().lastModified());
    }

    @Test
    void aKeyThatIsEmptyIsLeftOut() {
        side.bucket.put("", "x");
        side.bucket.put("a", "x");
        assertThat(all(store, ListRequest.of("", ""))).containsExactly("a");
    }

    @Test
    void throttlingAndFailuresHaveTheirMeaning() {
        side.server.faults().add(Fault.on(Operation.LIST).times(1).then(FaultAction.answer(573, "")));
        assertThatThrownBy(() -> store.list(ListRequest.of("", ""))).isInstanceOf(ThrottledException.class);
        side.server.faults().add(Fault.on(Operation.LIST).times(1).then(FaultAction.answer(599, "")));
        assertThatThrownBy(() -> store.list(ListRequest.of("", ""))).isInstanceOf(TransientException.class);
        put(0, 50);
        side.server.faults().add(Fault.on(Operation.LIST).times(1).then(FaultAction.truncate(100)));
        assertThatThrownBy(() -> store.list(ListRequest.of("", ""))).isInstanceOf(TransientException.class);
        assertThat(side.server.requests().count(Operation.LIST)).isEqualTo(3);
        assertThat(all(store, ListRequest.of("", ""))).hasSize(50);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html>Welcome to the hotel</html>",
                "[]",
                "null",
                "{\"items\":[{\"key\":\"a\",\"hash\":\"h\",\"putTime\":1}]}",
                "{\"items\":[{\"key\":\"a\",\"fsize\":1,\"putTime\":1}]}",
                "{\"items\":[{\"key\":\"a\",\"fsize\":\"1\",\"hash\":\"h\",\"putTime\":1}]}",
                "{\"items\":{}}",
                "{\"items\":[7]}",
                "{\"marker\":5}",
                "{\"marker\":\"bQ==\"}",
                "{\"error\":\"busy\"}"
            })
    void anAnswerThatIsNoListingIsRefused(String body) {
        try (Relay relay = Relay.to(side.server.port())) {
            KodoConfiguration configuration = side.configuration();
            configuration.setEndpoint("http://127.0.0.1:" + relay.port());
            KodoStore relayed = side.open("bucket", configuration);
            answer(relay, "X-Reqid: r\n", body);
            assertThatThrownBy(() -> relayed.list(new ListRequest("", "", "", "bQ==", 10)))
                    .isInstanceOf(InvalidException.class)
                    .hasMessageStartingWith("LIST kodo://bucket");
        }
    }

    @Test
    void anEmptyObjectIsAnEmptyListingOnlyWhenItIsKodos() {
        try (Relay relay = Relay.to(side.server.port())) {
            KodoConfiguration configuration = side.configuration();
            configuration.setEndpoint("http://127.0.0.1:" + relay.port());
            KodoStore relayed = side.open("bucket", configuration);
            answer(relay, "X-Reqid: r\n", "{}");
            assertThat(all(relayed, ListRequest.of("", ""))).isEmpty();
            // Kodo omits an empty list. Kodo's SDKs read null in the same way.
            answer(relay, "X-Reqid: r\n", "{\"marker\":\"\",\"commonPrefixes\":null,\"items\":null}");
            assertThat(all(relayed, ListRequest.of("", ""))).isEmpty();
            answer(relay, "", "{\"items\":null}");
            assertThatThrownBy(() -> relayed.list(ListRequest.of("", "")))
                    .isInstanceOf(InvalidException.class)
                    .hasMessageContaining("X-Reqid");
            answer(relay, "", "{}");
            assertThatThrownBy(() -> relayed.list(ListRequest.of("", "")))
                    .isInstanceOf(InvalidException.class)
                    .hasMessageContaining("X-Reqid");
            answer(relay, "X-Reqid: r\n", "{\"items\":[");
            assertThatThrownBy(() -> relayed.list(ListRequest.of("", "")))
                    .isInstanceOf(TransientException.class)
                    .hasMessageContaining("cut off");
        }
    }

    private static void answer(Relay relay, String headers, String body) {
        relay.answerNext(
                "HTTP/1.1 200 OK\nConnection: close\nContent-Type: application/json\n" + headers + "Content-Length: "
                        + body.length() + "\n",
                body.getBytes(StandardCharsets.UTF_8));
    }
}
