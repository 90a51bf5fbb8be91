package dev.caravan.component.oss;

import static dev.caravan.local.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.local.Fault;
import dev.caravan.local.FaultAction;
import dev.caravan.local.Operation;
import dev.caravan.local.OssObjects;
import dev.caravan.store.ArchivedException;
import dev.caravan.store.ByteRange;
import dev.caravan.store.ChangedException;
import dev.caravan.store.GetRequest;
import dev.caravan.store.InvalidException;
import dev.caravan.store.ListRequest;
import dev.caravan.store.ObjectContent;
import dev.caravan.store.ObjectMetadata;
import dev.caravan.store.StorageTraits;
import dev.caravan.store.ThrottledException;
import dev.caravan.store.TransientException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests requests to which the store, or a proxy, sends a wrong response or none. */
class OssFaultsIT {

    private final OssSide side = new OssSide();
    private OssStore store;

    @BeforeEach
    void open() {
        OssConfiguration configuration = side.configuration();
        configuration.setMaxConnections(2);
        store = side.open("bucket", configuration);
        side.place("a", new byte[100_000], ObjectMetadata.NONE);
    }

    @AfterEach
    void close() {
        side.close();
    }

    private void next(Operation operation, FaultAction... actions) {
        side.server.faults().add(Fault.on(operation).times(1).then(actions));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>busy", "<html><body>busy</body></html>", "SlowDown"})
    void a503IsThrottlingWhateverItsBody(String body) {
        for (Operation operation : new Operation[] {Operation.GET, Operation.HEAD, Operation.LIST}) {
            next(operation, FaultAction.answer(503, body));
            assertThatThrownBy(() -> ask(operation))
                    .isInstanceOfSatisfying(
                            ThrottledException.class,
                            e -> assertThat(e.status()).isEqualTo(503));
        }
    }

    private void ask(Operation operation) {
        switch (operation) {
            case GET -> store.get(new GetRequest("a", null, null)).close();
            case HEAD -> store.head("a");
            default -> store.list(ListRequest.of("", ""));
        }
    }

    @Test
    void throttlingSlowsDownAndSuccessSpeedsUpAgain() {
        long start = System.nanoTime();
        for (int i = 0; i < 6; i++) {
            next(Operation.HEAD, FaultAction.answer(503, "SlowDown"));
            assertThatThrownBy(() -> store.head("a")).isInstanceOf(ThrottledException.class);
        }
        // The client waits 2, 2, 4, 8 and 16 ms between the requests.
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(25));
        store.head("a");
    }

    @Test
    void oneCallIsOneRequest() {
        next(Operation.HEAD, FaultAction.answer(500, "InternalError"));
        assertThatThrownBy(() -> store.head("a")).isInstanceOf(TransientException.class);
        next(Operation.HEAD, FaultAction.reset());
        assertThatThrownBy(() -> store.head("a")).isInstanceOf(TransientException.class);
        assertThat(side.server.requests().count(Operation.HEAD)).isEqualTo(2);
    }

    @Test
    void aBodyThatIsCutOffFails() throws IOException {
        next(Operation.GET, FaultAction.truncate(1000));
        try (ObjectContent content = store.get(new GetRequest("a", new ByteRange(0, 5000), null))) {
            assertThatThrownBy(() -> content.stream().readAllBytes())
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("1000 of 5000");
        }
    }

    @Test
    void aListingThatIsCutOffIsNeverAShortOne() {
        for (int i = 0; i < 100; i++) {
            side.place("k" + i, new byte[1], ObjectMetadata.NONE);
        }
        for (long bytes : new long[] {1, 100, 5000}) {
            next(Operation.LIST, FaultAction.truncate(bytes));
            assertThatThrownBy(() -> store.list(ListRequest.of("", ""))).isInstanceOf(TransientException.class);
        }
        assertThat(store.list(ListRequest.of("", "")).objects()).hasSize(101);
    }

    @Test
    void aStallIsReportedWithinTheSocketTimeout() {
        OssConfiguration configuration = side.configuration();
        configuration.setSocketTimeout(500);
        OssStore store = side.open("bucket", configuration);
        next(Operation.HEAD, FaultAction.latency(Duration.ofSeconds(20)));
        long start = System.nanoTime();
        assertThatThrownBy(() -> store.head("a"))
                .isInstanceOf(TransientException.class)
                .hasMessageContaining("silent for too long");
        next(Operation.GET, FaultAction.slow(1));
        next(Operation.LIST, FaultAction.slow(1));
        assertThatThrownBy(() -> store.list(ListRequest.of("", ""))).isInstanceOf(TransientException.class);
        assertThatThrownBy(() -> {
                    try (ObjectContent content = store.get(new GetRequest("a", null, null))) {
                        content.stream().readAllBytes();
                    }
                })
                .isInstanceOfAny(IOException.class, TransientException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void anotherVersionThanTheOneAskedForIsRefusedEvenByAStoreThatIgnoresIfMatch() {
        String etag = store.head("a").etag();
        assertThat(etag).isUpperCase();
        side.place("a", new byte[7], ObjectMetadata.NONE);
        assertThatThrownBy(() -> store.get(new GetRequest("a", null, etag)))
                .isInstanceOfSatisfying(
                        ChangedException.class, e -> assertThat(e.status()).isEqualTo(412));
        next(Operation.GET, FaultAction.ignoreConditions());
        assertThatThrownBy(() -> store.get(new GetRequest("a", null, etag))).isInstanceOf(ChangedException.class);
    }

    @Test
    void aWholeObjectInPlaceOfARangeIsRefused() {
        side.server.policies().rangesIgnored(true);
        assertThatThrownBy(() -> store.get(new GetRequest("a", new ByteRange(10, 20), null)))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("status 200")
                .hasMessageContaining("bytes=10-29");
    }

    @Test
    void aRangeAlwaysAsksForTheStandard() {
        store.get(new GetRequest("a", new ByteRange(10, 20), null)).close();
        assertThat(side.server.requests().log(Operation.GET).get(0).header("x-oss-range-behavior"))
                .isEqualTo("standard");
    }

    @Test
    void anArchivedObjectIsRecognisedFromTheAnswerNotFromItsClass() {
        OssObjects.archive(side.bucket, "cold", new byte[3], "ColdArchive", null);
        OssObjects.archive(side.bucket, "thawing", new byte[3], "Archive", "ongoing-request=\"true\"");
        OssObjects.archive(
                side.bucket, "thawed", new byte[3], "Archive", "ongoing-request=\"false\", expiry-date=\"x\"");
        assertThat(store.head("cold").storageClass()).isEqualTo("ColdArchive");
        for (String key : new String[] {"cold", "thawing"}) {
            assertThatThrownBy(() -> store.get(new GetRequest(key, null, null)))
                    .isInstanceOf(ArchivedException.class)
                    .hasMessageContaining("InvalidObjectState");
        }
        store.get(new GetRequest("thawed", null, null)).close();
    }

    @Test
    void aStorageClassIsKeptInTheWordsOfS3WhereThatIsWanted() {
        OssObjects.archive(side.bucket, "cold", new byte[3], "ColdArchive", null);
        assertThat(store.head("cold").metadata().traits()).isEqualTo(StorageTraits.NONE);
        OssConfiguration keeping = side.configuration();
        keeping.setKeepStorageClass(true);
        try (OssStore other = side.open("bucket", keeping)) {
            assertThat(other.head("cold").metadata().traits()).isEqualTo(StorageTraits.of("GLACIER"));
            assertThat(other.head("a").metadata().traits()).isEqualTo(StorageTraits.NONE);
        }
    }

    @Test
    void contentsClosedEarlyGiveTheirConnectionsUp() throws IOException {
        for (int i = 0; i < 100; i++) {
            try (ObjectContent content = store.get(new GetRequest("a", null, null))) {
                assertThat(content.stream().readNBytes(10)).hasSize(10);
            }
        }
        assertThat(store.connectionsInUse()).isZero();
    }

    @Test
    void connectionsAreUsedAgain() throws IOException {
        OssConfiguration one = side.configuration();
        one.setMaxConnections(1);
        OssStore narrow = side.open("bucket", one);
        // The second call would wait for a minute if the first one kept its connection.
        for (int i = 0; i < 20; i++) {
            narrow.head("a");
            narrow.list(ListRequest.of("", ""));
            assertThatThrownBy(() -> narrow.head("none"));
            assertThatThrownBy(() -> narrow.get(new GetRequest("none", null, null)));
            try (ObjectContent content = narrow.get(new GetRequest("a", null, null))) {
                assertThat(content.stream().readAllBytes()).hasSize(100_000);
            }
        }
    }

    @Test
    void anInterruptEndsTheWaitForAConnection() throws Exception {
        OssConfiguration one = side.configuration();
        one.setMaxConnections(1);
        OssStore narrow = side.open("bucket", one);
        AtomicReference<Exception> failure = new AtomicReference<>();
        AtomicReference<Boolean> interrupted = new AtomicReference<>(false);
        try (ObjectContent held = narrow.get(new GetRequest("a", null, null))) {
            assertThat(held.length()).isEqualTo(100_000);
            Thread waiting = new Thread(() -> {
                try {
                    narrow.head("a");
                } catch (TransientException e) {
                    failure.set(e);
                    interrupted.set(Thread.currentThread().isInterrupted());
                }
            });
            waiting.start();
            waiting.interrupt();
            waiting.join(5_000);
            assertThat(waiting.isAlive()).isFalse();
        }
        assertThat(failure.get()).hasMessageContaining("interrupted");
        assertThat(interrupted.get()).isTrue();
    }
}
