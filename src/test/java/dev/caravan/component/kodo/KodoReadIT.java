package dev.caravan.component.kodo;

import static dev.caravan.local.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.local.Attributes;
import dev.caravan.local.Content;
import dev.caravan.local.Fault;
import dev.caravan.local.FaultAction;
import dev.caravan.local.KodoState;
import dev.caravan.local.Operation;
import dev.caravan.local.Relay;
import dev.caravan.local.RequestRecord;
import dev.caravan.store.ArchivedException;
import dev.caravan.store.ByteRange;
import dev.caravan.store.ChangedException;
import dev.caravan.store.ContentChecksum;
import dev.caravan.store.DeniedException;
import dev.caravan.store.Failures;
import dev.caravan.store.GetRequest;
import dev.caravan.store.GoneException;
import dev.caravan.store.InvalidException;
import dev.caravan.store.ObjectContent;
import dev.caravan.store.ObjectInfo;
import dev.caravan.store.ThrottledException;
import dev.caravan.store.TransientException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests downloads: they return the stored bytes of the right version, or report a reason. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KodoReadIT {

    private final KodoSide side = new KodoSide();
    private final KodoStore store = side.open();

    @AfterEach
    void close() {
        side.close();
    }

    private static byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        new SplittableRandom(size).nextBytes(bytes);
        return bytes;
    }

    private static byte[] read(KodoStore store, GetRequest request) throws IOException {
        try (ObjectContent content = store.get(request)) {
            return content.stream().readAllBytes();
        }
    }

    private byte[] read(String key) throws IOException {
        return read(store, new GetRequest(key, null, null));
    }

    @Test
    void oneRequestAnObjectReportsAllThatIsCopied() throws IOException {
        side.bucket.put(
                "a",
                Content.of("hello"),
                Attributes.NONE.withHeader("content-type", "text/x").withMetadata("owner", "ä中"));
        try (ObjectContent content = store.get(new GetRequest("a", null, null))) {
            ObjectInfo info = content.info();
            assertThat(info.metadata().contentType()).isEqualTo("text/x");
            assertThat(info.metadata().user()).isEqualTo(Map.of("owner", "ä中"));
            assertThat(info.metadata().text()).isTrue();
            // These headers come from the domain's settings for all objects, not from this object.
            assertThat(info.metadata().cacheControl()).isEmpty();
            assertThat(info.metadata().contentDisposition()).isEmpty();
            assertThat(info.etagIsMd5()).isFalse();
            assertThat(info.checksum())
                    .isEqualTo(new ContentChecksum(ContentChecksum.Kind.QETAG, "Fqr0xh3cxeii2r7eDztILNmuqUNN"));
            assertThat(content.stream().readAllBytes()).hasSize(5);
            assertThat(info).isEqualTo(withClass(store.head("a")));
        }
        assertThat(side.server.requests().count(Operation.GET)).isEqualTo(1);
        RequestRecord get = side.server.requests().log(Operation.GET).get(0);
        assertThat(get.header("accept-encoding")).isEqualTo("identity");
        assertThat(get.header("user-agent")).isEqualTo("caravan");
    }

    /** Returns the object's information without the storage class, which a download doesn't have. */
    private static ObjectInfo withClass(ObjectInfo info) {
        assertThat(info.storageClass()).isEqualTo("STANDARD");
        return new ObjectInfo(
                info.key(), info.size(), info.etag(), false, info.lastModified(), "", info.metadata(), info.checksum());
    }

    @Test
    void metadataMayBeLeftBehind() throws IOException {
        side.bucket.put("a", Content.of("x"), Attributes.NONE.withMetadata("owner", "me"));
        KodoConfiguration configuration = side.configuration();
        configuration.setIncludeMetadata(false);
        KodoStore bare = side.open("bucket", configuration);
        assertThat(bare.head("a").metadata().user()).isEmpty();
        try (ObjectContent content = bare.get(new GetRequest("a", null, null))) {
            assertThat(content.info().metadata().contentType()).isEmpty();
            assertThat(content.info().metadata().user()).isEmpty();
        }
    }

    @Test
    void aHashOfPartsIsNoChecksum() {
        side.bucket.put("n", Content.synthetic(1, 65L << 20));
        assertThat(store.head("n").etag()).startsWith("n");
        assertThat(store.head("n").checksum()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "text/plain", "application/gzip"})
    void everyTypeIsReadByteForByteAndAsAStream(String type) throws IOException {
        byte[] bytes = bytes(3_000_000);
        side.bucket.put("a", Content.of(bytes), Attributes.NONE.withHeader("content-type", type));
        assertThat(read("a")).isEqualTo(bytes);
        side.bucket.put("gz", Content.of(gzip(bytes)), Attributes.NONE.withHeader("content-type", type));
        assertThat(read("gz")).isEqualTo(gzip(bytes));
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }

    @Test
    void anEncodingThatIsTheObjectsOwnStays() throws IOException {
        byte[] stored = gzip(bytes(100_000));
        side.bucket.put("a", Content.of(stored), Attributes.NONE.withHeader("content-encoding", "gzip"));
        try (ObjectContent content = store.get(new GetRequest("a", null, null))) {
            assertThat(content.info().metadata().contentEncoding()).isEqualTo("gzip");
            assertThat(content.stream().readAllBytes()).isEqualTo(stored);
        }
        assertThat(read(store, new GetRequest("a", new ByteRange(5, 10), null)))
                .isEqualTo(java.util.Arrays.copyOfRange(stored, 5, 15));
    }

    @Test
    void anEncodingOfTheTransferIsRefused() {
        side.bucket.publicRead().put("a", "hello, hello, hello");
        side.server.quirks().compresses();
        assertThatThrownBy(() -> read("a"))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("GET kodo://bucket/a")
                .hasMessageContaining("compressed it on the way");
        KodoConfiguration configuration = side.configuration();
        configuration.setAnonymous(true);
        KodoStore anonymous = side.open("bucket", configuration);
        assertThatThrownBy(() -> read(anonymous, new GetRequest("a", null, null)))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("compressed it on the way");
    }

    @Test
    void anEtagWithTheSuffixOfCompressionIsTheSameVersion() throws IOException {
        side.bucket.put("a", "hello");
        String etag = store.head("a").etag();
        side.server.quirks().gzSuffix().ignoresIfMatch();
        try (ObjectContent content = store.get(new GetRequest("a", new ByteRange(1, 2), etag))) {
            assertThat(content.info().etag()).isEqualTo(etag);
            assertThat(content.stream().readAllBytes()).isEqualTo("el".getBytes(StandardCharsets.UTF_8));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void rangesOfTwoVersionsAreNotMixed(boolean ignoresIfMatch) throws IOException {
        if (ignoresIfMatch) {
            side.server.quirks().ignoresIfMatch();
        }
        side.bucket.put("a", bytes(1000));
        String etag = store.head("a").etag();
        assertThat(read(store, new GetRequest("a", new ByteRange(0, 500), etag)))
                .hasSize(500);
        byte[] other = bytes(1000);
        other[700]++;
        side.bucket.put("a", other);
        assertThatThrownBy(() -> store.get(new GetRequest("a", new ByteRange(500, 500), etag)))
                .isInstanceOf(ChangedException.class);
    }

    @Test
    void aVersionThatIsNotToldIsRefusedWhereOneIsMeant() {
        try (Relay relay = Relay.to(side.server.port())) {
            KodoStore relayed = relayed(relay);
            relay.answerNext(
                    "HTTP/1.1 200 OK\nConnection: close\nX-Reqid: r\nContent-Length: 2\n",
                    "ab".getBytes(StandardCharsets.UTF_8));
            assertThatThrownBy(() -> relayed.get(new GetRequest("a", null, "Fqr0xh3cxeii2r7eDztILNmuqUNN")))
                    .isInstanceOf(InvalidException.class)
                    .hasMessageContaining("no ETag");
        }
    }

    private KodoStore relayed(Relay relay) {
        KodoConfiguration configuration = side.configuration();
        configuration.setEndpoint("http://127.0.0.1:" + relay.port());
        return side.open("bucket", configuration);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307, 308})
    void aRedirectIsNotFollowed(int status) {
        try (Relay relay = Relay.to(side.server.port())) {
            KodoStore relayed = relayed(relay);
            relay.answerNext(
                    "HTTP/1.1 " + status + " Moved\nLocation: http://127.0.0.1:" + relay.port()
                            + "/elsewhere\nContent-Length: 0\n",
                    new byte[0]);
            assertThatThrownBy(() -> read(relayed, new GetRequest("a", null, null)))
                    .isInstanceOf(InvalidException.class)
                    .hasMessageContaining(Integer.toString(status));
            assertThat(relay.requestTargets()).hasSize(1).allMatch(target -> target.startsWith("/a?e="));
        }
    }

    @Test
    void keysThatLookLikeSomethingElseAreSentAsTheyAre() throws IOException {
        for (String key : List.of("a?b=c", "a|b", "a/../b", "/lead", "//x", "a//b", "..", "a%2Fb", "list", "stat/x")) {
            side.bucket.put(key, key);
        }
        side.bucket.put("b", "another");
        for (String key : side.bucket.keys()) {
            assertThat(read(key)).isEqualTo(side.bucket.bytes(key));
            assertThat(store.head(key).size()).isEqualTo(side.bucket.bytes(key).length);
        }
        assertThatThrownBy(() -> store.head("half \ud83d")).isInstanceOf(InvalidException.class);
        assertThatThrownBy(() -> read("half \ud83d")).isInstanceOf(InvalidException.class);
    }

    /**
     * Checks that the failure has no cause that is a failure of a store: records and error policies use the innermost
     * one.
     */
    private static void isReportedAsItself(Throwable failure) {
        assertThat(Failures.innermost(failure)).isSameAs(failure);
    }

    @Test
    void anArchivedObjectIsReadOnceItIsThawed() throws IOException {
        side.bucket.put("a", Content.of("x"), KodoState.archived(Attributes.NONE));
        assertThatThrownBy(() -> read("a"))
                .isInstanceOf(ArchivedException.class)
                .hasMessageContaining("must be restored first")
                .satisfies(KodoReadIT::isReportedAsItself);
        assertThat(store.head("a").storageClass()).isEqualTo("GLACIER");
        side.bucket.put("a", Content.of("x"), KodoState.thawing(Attributes.NONE));
        assertThatThrownBy(() -> read("a")).isInstanceOf(ArchivedException.class);
        side.bucket.put("a", Content.of("x"), KodoState.thawed(Attributes.NONE));
        assertThat(read("a")).hasSize(1);
        side.bucket.put("a", Content.of("x"), Attributes.NONE.withStorageClass("GLACIER_IR"));
        assertThat(read("a")).hasSize(1);
    }

    @Test
    void aDisabledObjectIsDeniedAndToldWhy() {
        side.bucket.put("a", Content.of("x"), KodoState.disabled(Attributes.NONE));
        assertThatThrownBy(() -> read("a"))
                .isInstanceOf(DeniedException.class)
                .hasMessageContaining("the object is disabled")
                .satisfies(KodoReadIT::isReportedAsItself);
        side.bucket.deny(Operation.GET).put("b", "x");
        assertThatThrownBy(() -> read("b"))
                .isInstanceOf(DeniedException.class)
                .hasMessageContaining("access denied")
                .hasMessageNotContaining("disabled");
    }

    @Test
    void anObjectIsGoneOnlyWhenKodoSaysSoToo() throws IOException {
        assertThatThrownBy(() -> read("none")).isInstanceOf(GoneException.class);
        side.bucket.put("a", "x");
        side.server.createBucket("other");
        KodoConfiguration configuration = side.configuration();
        configuration.setDomain("http://localhost:" + side.server.port());
        side.server.bind("localhost", "other");
        KodoStore wrong = side.open("bucket", configuration);
        assertThatThrownBy(() -> read(wrong, new GetRequest("a", null, null)))
                .isInstanceOf(TransientException.class)
                .hasMessageContaining("is it bound to this bucket");
        side.server.bind("localhost", "bucket");
        assertThat(read(wrong, new GetRequest("a", null, null))).hasSize(1);
    }

    @Test
    void whatIsThrottledSlowsDown() throws IOException {
        side.bucket.put("a", "x");
        side.server.faults().add(Fault.on(Operation.GET).times(6).then(FaultAction.answer(573, "")));
        for (int i = 0; i < 6; i++) {
            assertThatThrownBy(() -> read("a")).isInstanceOf(ThrottledException.class);
        }
        assertThat(store.pace().gap()).isPositive();
        assertThat(read("a")).hasSize(1);
    }

    @Test
    void aStoreThatFallsSilentIsReportedWithinTheSocketTimeout() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 4, InetAddress.getLoopbackAddress())) {
            KodoConfiguration configuration = side.configuration();
            configuration.setEndpoint("http://127.0.0.1:" + silent.getLocalPort());
            configuration.setSocketTimeout(500);
            KodoStore hurried = side.open("bucket", configuration);
            Thread answering = new Thread(() -> answerInPart(silent), "silent");
            answering.setDaemon(true);
            answering.start();
            long start = System.nanoTime();
            try (ObjectContent content = hurried.get(new GetRequest("a", null, null))) {
                assertThatThrownBy(() -> content.stream().readAllBytes()).isInstanceOf(IOException.class);
            }
            assertThatThrownBy(() -> hurried.head("a"))
                    .isInstanceOf(TransientException.class)
                    .hasMessageContaining("silent for too long");
            assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)).isBetween(900L, 10_000L);
        }
    }

    private static void answerInPart(ServerSocket server) {
        try (Socket client = server.accept()) {
            client.getOutputStream()
                    .write("HTTP/1.1 200 OK\r\nX-Reqid: r\r\nETag: \"e\"\r\nContent-Length: 1000\r\n\r\n12345"
                            .getBytes(StandardCharsets.US_ASCII));
            // The server never accepts the second connection. The system accepts it into its queue.
            while (client.getInputStream().read() >= 0) {
                // Reads the request, then waits until the client closes the connection.
            }
        } catch (IOException e) {
            // The test has closed the socket.
        }
    }

    @Test
    void connectionsAreUsedAgainAndNeverLost() throws IOException {
        KodoConfiguration configuration = side.configuration();
        configuration.setMaxConnections(2);
        KodoStore narrow = side.open("bucket", configuration);
        side.bucket.put("a", bytes(2_000_000));
        side.bucket.put("small", bytes(100));
        // The third request would wait for a minute if an earlier one kept its connection.
        for (int i = 0; i < 100; i++) {
            try (ObjectContent content = narrow.get(new GetRequest("a", null, null))) {
                assertThat(content.stream().readNBytes(10)).hasSize(10);
            }
        }
        assertThat(narrow.connectionsInUse()).isZero();
        side.server.requests().reset();
        for (int i = 0; i < 50; i++) {
            assertThat(read(narrow, new GetRequest("small", null, null))).hasSize(100);
            narrow.head("small");
            assertThatThrownBy(() -> narrow.head("none")).isInstanceOf(GoneException.class);
        }
    }

    @Test
    void aCutConnectionIsNotTriedAgainByItself() {
        side.bucket.put("a", "x");
        side.server.faults().add(Fault.on().times(1).then(FaultAction.reset()));
        assertThatThrownBy(() -> read("a")).isInstanceOf(TransientException.class);
        side.server.faults().add(Fault.on().times(1).then(FaultAction.reset()));
        assertThatThrownBy(() -> store.head("a")).isInstanceOf(TransientException.class);
        assertThat(side.server.requests().total()).isEqualTo(2);
    }
}
