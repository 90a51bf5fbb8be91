package dev.caravan.local;

import static dev.caravan.local.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests the server's responses to raw requests. */
class LocalOssTest {

    private static final DateTimeFormatter BASIC =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final LocalOss server = LocalOss.start().credential("AK", "SK");
    private final Bucket bucket = server.createBucket("b-1");

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void aSignedRequestIsAnswered() throws IOException {
        bucket.put("a b", "text");
        RawHttp.Answer answer = signed("GET", "/b-1/a%20b", "SK", Instant.now());
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("text");
        assertThat(answer.header("ETag")).isEqualTo("\"1CB251EC0D568DE6A929B520C4AED8D1\"");
        assertThat(answer.header("x-oss-object-type")).isEqualTo("Normal");
        assertThat(answer.header("x-oss-storage-class")).isEqualTo("Standard");
        assertThat(answer.header("x-oss-hash-crc64ecma")).matches("[0-9]+");
        assertThat(answer.header("x-oss-request-id")).hasSize(16);
    }

    @Test
    void aWrongSignatureAnOldOneAndNoneAreRefused() throws IOException {
        assertThat(signed("GET", "/b-1/?list-type=2", "other", Instant.now()).code())
                .isEqualTo("SignatureDoesNotMatch");
        assertThat(signed("GET", "/b-1/", "SK", Instant.now().minus(Duration.ofHours(1)))
                        .code())
                .isEqualTo("RequestTimeTooSkewed");
        assertThat(plain("GET", "/b-1/").code()).isEqualTo("AccessDenied");
        server.revoke("AK");
        assertThat(signed("GET", "/b-1/", "SK", Instant.now()).code()).isEqualTo("InvalidAccessKeyId");
    }

    @Test
    void anErrorOfHeadStandsInAHeader() throws IOException {
        bucket.publicRead();
        RawHttp.Answer answer = plain("HEAD", "/b-1/none");
        assertThat(answer.status()).isEqualTo(404);
        assertThat(new String(Base64.getDecoder().decode(answer.header("x-oss-err")), StandardCharsets.UTF_8))
                .contains("<Code>NoSuchKey</Code>")
                .contains("<EC>0026-00000001</EC>");
    }

    @Test
    void aRangeThatIsNotWhollyThereIsTheWholeObjectUnlessTheStandardIsAskedFor() throws IOException {
        bucket.publicRead().put("a", "0123456789");
        assertThat(plain("GET", "/b-1/a", "range: bytes=2-4").status()).isEqualTo(206);
        assertThat(plain("GET", "/b-1/a", "range: bytes=5-20").body()).isEqualTo("0123456789");
        assertThat(plain("GET", "/b-1/a", "range: bytes=20-30").status()).isEqualTo(200);
        String standard = "\r\nx-oss-range-behavior: standard";
        assertThat(plain("GET", "/b-1/a", "range: bytes=5-20" + standard).body())
                .isEqualTo("56789");
        assertThat(plain("GET", "/b-1/a", "range: bytes=20-30" + standard).status())
                .isEqualTo(416);
    }

    @Test
    void aPageHasAHundredKeysUnlessAskedAndNeverMoreThanAThousand() throws IOException {
        bucket.publicRead();
        Numbered.fill(bucket, 1200);
        assertThat(plain("GET", "/b-1/?list-type=2").body())
                .contains("<KeyCount>100</KeyCount>")
                .contains("<Type>Normal</Type>")
                .doesNotContain("<Owner>");
        assertThat(plain("GET", "/b-1/?list-type=2&max-keys=1001").code()).isEqualTo("InvalidArgument");
    }

    @Test
    void bothListingsGoOnAfterAKeyAndEncodeIt() throws IOException {
        bucket.publicRead();
        bucket.put("a", "");
        bucket.put("b c+/", "");
        assertThat(plain("GET", "/b-1/?list-type=2&encoding-type=url&start-after=a")
                        .body())
                .contains("<Key>b%20c%2B%2F</Key>")
                .contains("<StartAfter>a</StartAfter>")
                .doesNotContain("<Key>a</Key>");
        assertThat(plain("GET", "/b-1/?encoding-type=url&max-keys=1&marker=0").body())
                .contains("<Key>a</Key>")
                .contains("<NextMarker>a</NextMarker>")
                .contains("<Owner>");
    }

    @Test
    void aLinkShowsWhatItLeadsToButItselfInAListing() throws IOException {
        bucket.publicRead().put("target", "0123456789");
        OssObjects.link(bucket, "link", "target");
        OssObjects.link(bucket, "dead", "none");
        OssObjects.link(bucket, "chain", "link");
        RawHttp.Answer answer = plain("HEAD", "/b-1/link");
        assertThat(answer.header("Content-Length")).isEqualTo("10");
        assertThat(answer.header("x-oss-object-type")).isEqualTo("Symlink");
        assertThat(plain("GET", "/b-1/?list-type=2&prefix=link").body()).contains("<Type>Symlink</Type><Size>0</Size>");
        assertThat(plain("GET", "/b-1/dead").code()).isEqualTo("SymlinkTargetNotExist");
        assertThat(plain("GET", "/b-1/chain").code()).isEqualTo("InvalidTargetType");
    }

    @Test
    void anArchivedObjectIsReadOnceItIsRestored() throws IOException {
        bucket.publicRead();
        OssObjects.archive(bucket, "a", new byte[3], "Archive", null);
        OssObjects.archive(bucket, "b", new byte[3], "ColdArchive", "ongoing-request=\"true\"");
        OssObjects.archive(
                bucket,
                "c",
                new byte[3],
                "Archive",
                "ongoing-request=\"false\", expiry-date=\"Sun, 16 Apr 2034 08:12:33 GMT\"");
        assertThat(plain("GET", "/b-1/a").code()).isEqualTo("InvalidObjectState");
        assertThat(plain("GET", "/b-1/b").code()).isEqualTo("InvalidObjectState");
        assertThat(plain("GET", "/b-1/c").status()).isEqualTo(200);
        assertThat(plain("HEAD", "/b-1/b").header("x-oss-restore")).isEqualTo("ongoing-request=\"true\"");
    }

    private RawHttp.Answer signed(String method, String target, String secret, Instant now) throws IOException {
        String time = BASIC.format(now);
        String head = "x-oss-content-sha256: UNSIGNED-PAYLOAD\r\nx-oss-date: " + time;
        HttpRequest request = HttpRequest.parse(method + " " + target + " HTTP/1.1\r\n" + head, null, null);
        String path = request.path().substring("/b-1/".length());
        String signature = OssSignatures.v4(
                request, "b-1", Percent.decodePath(path), new TreeSet<>(), secret, "cn-hangzhou", time);
        return plain(
                method,
                target,
                head + "\r\nauthorization: OSS4-HMAC-SHA256 Credential=AK/"
                        + OssSignatures.scope(time.substring(0, 8), "cn-hangzhou") + ",Signature=" + signature);
    }

    private RawHttp.Answer plain(String method, String target) throws IOException {
        return plain(method, target, "accept: */*");
    }

    private RawHttp.Answer plain(String method, String target, String headers) throws IOException {
        String head =
                method + " " + target + " HTTP/1.1\r\nhost: 127.0.0.1\r\n" + headers + "\r\nconnection: close\r\n\r\n";
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
            try (InputStream in = socket.getInputStream()) {
                return RawHttp.Answer.read(in);
            }
        }
    }
}
