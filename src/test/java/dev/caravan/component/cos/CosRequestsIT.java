package dev.caravan.component.cos;

import static dev.caravan.local.Assertions.assertThat;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.local.Attributes;
import dev.caravan.local.Content;
import dev.caravan.local.Fault;
import dev.caravan.local.FaultAction;
import dev.caravan.local.Operation;
import dev.caravan.local.Relay;
import dev.caravan.local.RequestRecord;
import dev.caravan.store.ArchivedException;
import dev.caravan.store.ChangedException;
import dev.caravan.store.ContentChecksum;
import dev.caravan.store.GetRequest;
import dev.caravan.store.GoneException;
import dev.caravan.store.InvalidException;
import dev.caravan.store.ListRequest;
import dev.caravan.store.ObjectContent;
import dev.caravan.store.ObjectInfo;
import dev.caravan.store.ObjectSummary;
import dev.caravan.store.StorageTraits;
import dev.caravan.store.ThrottledException;
import dev.caravan.store.TransientException;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the requests, their number, and the use of connections. */
class CosRequestsIT extends CosFixture {

    private CosStore store = new CosStore(BUCKET, configuration());

    @AfterEach
    void close() {
        assertThat(store.connectionsInUse()).isZero();
        store.close();
    }

    private void reopen(CosConfiguration configuration) {
        store.close();
        store = new CosStore(BUCKET, configuration);
    }

    @Test
    void aDroppedConnectionIsOneAttempt() {
        bucket.put("a", "x");
        server.faults().add(Fault.on().then(FaultAction.reset()));
        assertThatThrownBy(() -> store.get(new GetRequest("a", null, null))).isInstanceOf(TransientException.class);
        assertThatThrownBy(() -> store.head("a")).isInstanceOf(TransientException.class);
        assertThatThrownBy(() -> store.list(ListRequest.of("", ""))).isInstanceOf(TransientException.class);
        assertThat(server.requests().total()).isEqualTo(3);
    }

    @Test
    void throttlingSlowsAllRequestsDown() {
        bucket.put("a", "x");
        server.faults().add(Fault.on().times(8).then(FaultAction.answer(503, "SlowDown")));
        long start = System.nanoTime();
        for (int i = 0; i < 8; i++) {
            assertThatThrownBy(() -> store.head("a"))
                    .isInstanceOf(ThrottledException.class)
                    .hasMessageContaining("HEAD " + NAME + "/a: 503");
        }
        assertThat(store.head("a").size()).isEqualTo(1);
        // The client waits 2, 4, 8 … milliseconds between the requests.
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(250));
    }

    @ParameterizedTest
    @ValueSource(ints = {503, 429})
    void tooManyIsReportedByTheStatusAlone(int status) {
        bucket.put("a", "x");
        server.faults().add(Fault.on().times(3).then(FaultAction.answer(status, "")));
        assertThatThrownBy(() -> store.get(new GetRequest("a", null, null))).isInstanceOf(ThrottledException.class);
        assertThatThrownBy(() -> store.head("a")).isInstanceOf(ThrottledException.class);
        assertThatThrownBy(() -> store.list(ListRequest.of("", ""))).isInstanceOf(ThrottledException.class);
    }

    @Test
    void aStoreThatFallsSilentIsGivenUpInTime() {
        bucket.put("a", "x");
        CosConfiguration configuration = configuration();
        configuration.setSocketTimeout(400);
        reopen(configuration);
        server.faults().add(Fault.on().then(FaultAction.latency(Duration.ofSeconds(20))));
        long start = System.nanoTime();
        assertThatThrownBy(() -> store.head("a"))
                .isInstanceOf(TransientException.class)
                .hasMessageContaining("the store was silent for too long");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
    }

    @Test
    void aBodyThatFallsSilentIsGivenUpInTime() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, Relay.localhost())) {
            CosConfiguration configuration = configuration(silent.getLocalPort());
            configuration.setSocketTimeout(400);
            reopen(configuration);
            Thread answering = new Thread(() -> {
                try {
                    Socket client = silent.accept();
                    client.getOutputStream()
                            .write("HTTP/1.1 200 OK\r\nETag: \"e\"\r\nContent-Length: 9\r\n\r\n012".getBytes(US_ASCII));
                    // The server sends no more bytes and keeps the connection open.
                    client.getInputStream().readAllBytes();
                } catch (IOException e) {
                    // The client has closed the connection.
                }
            });
            answering.start();
            try (ObjectContent content = store.get(new GetRequest("a", null, null))) {
                assertThatThrownBy(() -> content.stream().readAllBytes()).isInstanceOf(SocketTimeoutException.class);
            }
        }
    }

    @Test
    void connectionsThatAreGivenUpEarlyAreNotMissed() throws IOException {
        bucket.put("big", Content.synthetic(1, 4 << 20));
        CosConfiguration configuration = configuration();
        configuration.setMaxConnections(2);
        reopen(configuration);
        // The third request would wait for a minute if the first two still had their connections.
        for (int i = 0; i < 100; i++) {
            try (ObjectContent content = store.get(new GetRequest("big", null, null))) {
                assertThat(content.stream().readNBytes(10)).hasSize(10);
            }
        }
        assertThat(server.requests().bytesOut()).isLessThan(100L * (4 << 20));
    }

    @Test
    void oneConnectionServesManyRequests() throws IOException {
        bucket.put("a", "0123456789");
        try (Relay relay = Relay.to(server.port())) {
            reopen(configuration(relay.port()));
            for (int i = 0; i < 20; i++) {
                assertThat(whole(store.get(new GetRequest("a", null, null)))).isEqualTo("0123456789");
                assertThat(store.head("a").size()).isEqualTo(10);
                assertThat(store.list(ListRequest.of("", "")).objects()).hasSize(1);
                assertThatThrownBy(() -> store.get(new GetRequest("none", null, null)))
                        .hasMessageContaining("NoSuchKey");
            }
            assertThat(relay.connections()).isEqualTo(1);
        }
    }

    @Test
    void whoWaitsForAConnectionMayBeInterrupted() throws Exception {
        bucket.put("big", Content.synthetic(1, 4 << 20));
        CosConfiguration configuration = configuration();
        configuration.setMaxConnections(1);
        reopen(configuration);
        AtomicReference<String> said = new AtomicReference<>();
        try (ObjectContent held = store.get(new GetRequest("big", null, null))) {
            assertThat(held.length()).isEqualTo(4 << 20);
            Thread waiting = new Thread(() -> {
                try {
                    store.head("big");
                } catch (TransientException e) {
                    said.set(e.getMessage() + Thread.currentThread().isInterrupted());
                }
            });
            waiting.start();
            Awaitility.await().until(() -> waiting.getState() == Thread.State.TIMED_WAITING);
            waiting.interrupt();
            waiting.join(10_000);
        }
        assertThat(said).hasValue("HEAD " + NAME + "/big: interruptedtrue");
    }

    @Test
    void anotherVersionIsNotRead() {
        bucket.put("a", "x");
        assertThatThrownBy(() -> store.get(new GetRequest("a", null, "0cc175b9c0f1b6a831c399e269772661")))
                .isInstanceOf(ChangedException.class)
                .hasMessageContaining("412 PreconditionFailed");
        server.faults().add(Fault.on(Operation.HEAD).times(1).then(FaultAction.answer(412, "PreconditionFailed")));
        assertThatThrownBy(() -> store.head("a")).isInstanceOf(ChangedException.class);
        // A proxy may drop the condition, so the client also compares the ETag of the response.
        server.faults().add(Fault.on(Operation.GET).times(1).then(FaultAction.ignoreConditions()));
        assertThatThrownBy(() -> store.get(new GetRequest("a", null, "0cc175b9c0f1b6a831c399e269772661")))
                .isInstanceOf(ChangedException.class);
    }

    @Test
    void anArchivedObjectIsReportedByTheStore() throws IOException {
        Attributes archive = Attributes.NONE.withStorageClass("ARCHIVE");
        bucket.put("a", Content.of("cold"), archive);
        assertThat(store.head("a").storageClass()).isEqualTo("ARCHIVE");
        assertThatThrownBy(() -> store.get(new GetRequest("a", null, null)))
                .isInstanceOf(ArchivedException.class)
                .hasMessageContaining("403 InvalidObjectState");
        bucket.put("a", Content.of("thawed"), archive.withHeader("x-cos-restore", "ongoing-request=\"false\""));
        assertThat(whole(store.get(new GetRequest("a", null, null)))).isEqualTo("thawed");
    }

    @Test
    void aStorageClassIsKeptInTheWordsOfS3WhereThatIsWanted() {
        bucket.put("a", Content.of("x"), Attributes.NONE.withStorageClass("ARCHIVE"));
        bucket.put("b", "x");
        bucket.put("c", Content.of("x"), Attributes.NONE.withStorageClass("COLD_ARCHIVE"));
        assertThat(store.head("a").metadata().traits()).isEqualTo(StorageTraits.NONE);
        CosConfiguration configuration = configuration();
        configuration.setKeepStorageClass(true);
        reopen(configuration);
        assertThat(store.head("a").metadata().traits()).isEqualTo(StorageTraits.of("GLACIER"));
        assertThat(store.head("b").metadata().traits()).isEqualTo(StorageTraits.NONE);
        assertThat(store.head("c").metadata().traits()).isEqualTo(StorageTraits.NONE);
    }

    @Test
    void anObjectIsDescribedByWhatIsThere() {
        bucket.put("plain", "123456789");
        ObjectInfo plain = store.head("plain");
        assertThat(plain.storageClass()).isEqualTo("STANDARD");
        assertThat(plain.etagIsMd5()).isTrue();
        assertThat(plain.checksum()).isEqualTo(new ContentChecksum(ContentChecksum.Kind.CRC64, "11051210869376104954"));
        bucket.put("old", Content.of("x"), Attributes.NONE.withHeader("x-cos-hash-crc64ecma", ""));
        assertThat(store.head("old").checksum()).isNull();
        bucket.put("secured", Content.of("x"), Attributes.NONE.withHeader("x-cos-server-side-encryption", "cos/kms"));
        assertThat(store.head("secured").etagIsMd5()).isFalse();
        bucket.put("grown", Content.of("x"), Attributes.NONE.withHeader("x-cos-object-type", "appendable"));
        assertThat(store.head("grown").etagIsMd5()).isFalse();
        bucket.put(bucket.put("legacy", "x").withEtag("11f6ad8ec52a2984abaafd7c3b516503785c2072"));
        assertThat(store.head("legacy").etagIsMd5()).isFalse();
    }

    @Test
    void textIsReadAsTheUtf8ThatItIs() {
        bucket.put(
                "a",
                Content.of("x"),
                Attributes.NONE
                        .withMetadata("name", "ä中😀")
                        .withMetadata("encoded", "%E4%B8%AD")
                        .withMetadata("empty", "")
                        .withHeader("content-disposition", "attachment; filename=\"中.txt\""));
        assertThat(store.head("a").metadata().user())
                .containsEntry("name", "ä中😀")
                .containsEntry("encoded", "%E4%B8%AD")
                .containsEntry("empty", "");
        assertThat(store.head("a").metadata().contentDisposition()).contains("中.txt");
        CosConfiguration without = configuration();
        without.setIncludeMetadata(false);
        reopen(without);
        assertThat(store.head("a").metadata().user()).isEmpty();
    }

    @Test
    void whiteSpaceAndSlashesOfPrefixesAndMarkersCount() {
        List<String> keys = List.of(" a", "/a", "a", "a ", "a \n", "a b");
        keys.forEach(key -> bucket.put(key, "x"));
        assertThat(keys(ListRequest.of("a ", ""))).containsExactly("a ", "a \n", "a b");
        assertThat(keys(ListRequest.of(" ", ""))).containsExactly(" a");
        assertThat(keys(ListRequest.of("/", ""))).containsExactly("/a");
        assertThat(keys(ListRequest.of("", "a "))).containsExactly("a \n", "a b");
        assertThat(keys(ListRequest.of("a", "a \n"))).containsExactly("a b");
    }

    @Test
    void aListingMayBeOfThePastButAHeadIsOfThePresent() {
        bucket.put("deleted", "x");
        server.freezeListings(BUCKET);
        bucket.remove("deleted");
        bucket.put("written", "x");
        assertThat(keys(ListRequest.of("", ""))).containsExactly("deleted");
        // This is the check at the source before a delete of an object that the listing doesn't contain.
        assertThat(store.head("written").size()).isEqualTo(1);
        assertThatThrownBy(() -> store.head("deleted")).isInstanceOf(GoneException.class);
        assertThatThrownBy(() -> store.get(new GetRequest("deleted", null, null)))
                .isInstanceOf(GoneException.class);
    }

    private List<String> keys(ListRequest request) {
        return store.list(request).objects().stream().map(ObjectSummary::key).toList();
    }

    @Test
    void pathsLookAsTheSdkWritesThem() {
        for (String key : List.of("a//b", "/a", "a/../b", "./a", "..", "ä+ %")) {
            bucket.put(key, "x");
            assertThat(store.head(key).size()).isEqualTo(1);
        }
        assertThat(server.requests().log(Operation.HEAD))
                .extracting(RequestRecord::key)
                .containsExactly("a//b", "/a", "a/../b", "./a", "..", "ä+ %");
        try (Relay relay = Relay.to(server.port())) {
            reopen(configuration(relay.port()));
            List.of("a//b", "/a", "a/../b", "./a", "..", "ä+ %").forEach(store::head);
            assertThat(relay.requestTargets())
                    .containsExactly("/a/%2Fb", "/%2Fa", "/a/..%2Fb", "/.%2Fa", "/..", "/%C3%A4%2B%20%25");
        }
    }

    @Test
    void whatCannotBeAskedForIsRefusedHere() {
        assertThatThrownBy(() -> store.head("")).isInstanceOf(InvalidException.class);
        assertThatThrownBy(() -> store.head("a\ud83d")).isInstanceOf(InvalidException.class);
        assertThatThrownBy(() -> store.get(new GetRequest("a", null, "x\r\nx-evil: 1")))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("x\\r\\nx-evil");
        assertThat(server.requests().total()).isZero();
    }
}
