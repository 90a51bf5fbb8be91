package dev.caravan.local;

import static dev.caravan.local.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.qiniu.common.QiniuException;
import com.qiniu.storage.BucketManager;
import com.qiniu.storage.Configuration;
import com.qiniu.storage.Region;
import com.qiniu.storage.model.FileInfo;
import com.qiniu.storage.model.FileListing;
import com.qiniu.util.Auth;
import com.qiniu.util.Etag;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests the server with Qiniu's SDK and against Qiniu's documents. */
class LocalKodoTest {
    private final LocalKodo kodo = LocalKodo.start().credential("AK", "SK");
    private final Bucket bucket = kodo.createBucket("b");
    private final Auth auth = Auth.create("AK", "SK");

    @AfterEach
    void stop() {
        kodo.close();
    }

    private BucketManager manager(Auth key) {
        String host = "127.0.0.1:" + kodo.port();
        Region region = new Region.Builder()
                .rsHost(host)
                .rsfHost(host)
                .apiHost(host)
                .iovipHost(host)
                .ucHost(host)
                .build();
        Configuration configuration = Configuration.create(region);
        configuration.useHttpsDomains = false;
        return new BucketManager(key, configuration);
    }

    @Test
    void theSdkListsPageByPage() throws QiniuException {
        for (String key : List.of("a", "b c", "d/1", "d/2", "中")) {
            bucket.put(key, "x");
        }
        FileListing first = manager(auth).listFiles("b", "", "", 2, "");
        assertThat(first.items).extracting(item -> item.key).containsExactly("a", "b c");
        FileListing second = manager(auth).listFiles("b", "", first.marker, 10, "");
        assertThat(second.items).extracting(item -> item.key).containsExactly("d/1", "d/2", "中");
        assertThat(second.isEOF()).isTrue();
        assertThat(manager(auth).listFiles("b", "", "", 10, "/").commonPrefixes).containsExactly("d/");
        assertThat(manager(auth).listFiles("b", "none", "", 10, "").items).isNull();
    }

    @Test
    void theSdkLooksAnObjectUp() throws QiniuException {
        byte[] bytes = "hello".getBytes(StandardCharsets.UTF_8);
        Attributes attributes = KodoState.thawed(
                Attributes.NONE.withHeader("content-type", "text/plain").withMetadata("owner", "ä中"));
        bucket.put(new StoredObject(
                "/a//b?c",
                Content.of(bytes),
                Etag.data(bytes),
                Instant.parse("2023-11-14T22:13:20Z"),
                attributes,
                List.of(),
                null));
        FileInfo info = manager(auth).stat("b", "/a//b?c");
        assertThat(info.fsize).isEqualTo(5);
        assertThat(info.hash).isEqualTo(Etag.data(bytes));
        assertThat(info.putTime).isEqualTo(17_000_000_000_000_000L);
        assertThat(info.mimeType).isEqualTo("text/plain");
        assertThat(info.type).isEqualTo(2);
        assertThat(info.restoreStatus).isEqualTo(2);
        assertThat(info.meta).isEqualTo(Map.of("owner", "ä中"));
    }

    @Test
    void refusalsHaveKodosStatus() {
        bucket.put("a", "x");
        assertRefused(612, () -> manager(auth).stat("b", "none"));
        assertRefused(631, () -> manager(auth).listFiles("none", "", "", 1, ""));
        assertRefused(631, () -> manager(auth).stat("none", "a"));
        assertRefused(640, () -> manager(auth).listFiles("b", "", "bm9uc2Vuc2U=", 1, ""));
        assertRefused(401, () -> manager(Auth.create("AK", "wrong")).stat("b", "a"));
        assertRefused(401, () -> manager(Auth.create("OTHER", "SK")).stat("b", "a"));
        for (int status : new int[] {419, 573, 599}) {
            kodo.faults().add(Fault.on().times(1).then(FaultAction.answer(status, "")));
            assertRefused(status, () -> manager(auth).stat("b", "a"));
        }
    }

    private static void assertRefused(int status, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(QiniuException.class)
                .satisfies(e -> assertThat(((QiniuException) e).code()).isEqualTo(status));
    }

    @Test
    void hashesAreThoseOfTheSdk() throws IOException {
        for (int size : new int[] {0, 1, (4 << 20) - 1, 4 << 20, (4 << 20) + 1, 9 << 20}) {
            Content content = Content.synthetic(size, size);
            assertThat(Qetag.of(content)).as("%d bytes", size).isEqualTo(Etag.data(content.bytes()));
        }
        assertThat(Qetag.of(Content.synthetic(1, 65L << 20))).startsWith("n");
    }

    @Test
    void aTokenIsCheckedOverTheWholeUrl() throws IOException {
        bucket.put("a?b", "hello");
        String host = "b.127.0.0.1:" + kodo.port();
        String url = auth.privateDownloadUrl("http://" + host + "/a%3Fb");
        String target = url.substring(("http://" + host).length());
        assertThat(get(host, target))
                .startsWith("HTTP/1.1 200")
                .endsWith("hello")
                .contains("ETag: \"F");
        assertThat(get(host, "/a%3Fb")).startsWith("HTTP/1.1 401");
        assertThat(get(host, target.replace("?e=1", "?e=2"))).startsWith("HTTP/1.1 401");
        assertThat(get(host, target.replace("/a%3Fb", "/a%3fb"))).startsWith("HTTP/1.1 401");
        String late = auth.privateDownloadUrl("http://" + host + "/a%3Fb", -5);
        assertThat(get(host, late.substring(("http://" + host).length())))
                .startsWith("HTTP/1.1 401")
                .contains("token out of date");
        bucket.publicRead();
        assertThat(get(host, "/a%3Fb")).startsWith("HTTP/1.1 200");
        assertThat(get("c.127.0.0.1:" + kodo.port(), "/a%3Fb"))
                .startsWith("HTTP/1.1 404")
                .contains("no such domain");
        kodo.bind("cdn.example.com", "b");
        assertThat(get("cdn.example.com", "/a%3Fb")).startsWith("HTTP/1.1 200");
    }

    @Test
    void whatIsAskedForCompressedIsCompressed() throws IOException {
        bucket.publicRead().put("a", "hello");
        String answer = get("b.127.0.0.1:" + kodo.port(), "/a", "Accept-Encoding: gzip\r\n");
        assertThat(answer).contains("Content-Encoding: gzip").contains(".gz\"");
    }

    /** Tests the example of Qiniu's document on management credentials. */
    @Test
    void theManagementSignatureIsTheDocumented() {
        String text = "POST /move/bmV3ZG9jczpmaW5kX21hbi50eHQ=/bmV3ZG9jczpmaW5kLm1hbi50eHQ=\nHost: rs.qiniu.com\n\n";
        String given = auth.signQiniuAuthorization(
                "https://rs.qiniu.com/move/bmV3ZG9jczpmaW5kX21hbi50eHQ=/bmV3ZG9jczpmaW5kLm1hbi50eHQ=",
                "POST",
                null,
                (String) null);
        assertThat("AK:" + KodoSignatures.sign("SK", text)).isEqualTo(given);
    }

    @Test
    void aClockThatIsWrongIsRefused() {
        KodoSignatures signatures = new KodoSignatures(InstantSource.fixed(Instant.parse("2026-01-01T00:16:00Z")));
        signatures.accept("AK", "SK");
        String text = "GET /list\nHost: h\nX-Qiniu-Date: 20260101T000000Z\n\n";
        HttpRequest request = HttpRequest.parse(
                "GET /list HTTP/1.1\r\nHost: h\r\nX-Qiniu-Date: 20260101T000000Z\r\nAuthorization: Qiniu AK:"
                        + KodoSignatures.sign("SK", text),
                null,
                null);
        assertThatThrownBy(() -> signatures.management(request, ""))
                .isInstanceOf(S3Error.class)
                .satisfies(e -> assertThat(((S3Error) e).status()).isEqualTo(403));
    }

    private String get(String host, String target) throws IOException {
        return get(host, target, "");
    }

    private String get(String host, String target, String headers) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), kodo.port())) {
            String head =
                    "GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\n" + headers + "Connection: close\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
