package dev.caravan.local;

import static dev.caravan.local.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests the exact bytes of the server's responses to an anonymous client. */
class LocalCosTest {
    private static final String HOST = "open-1250000000.cos.ap-guangzhou.myqcloud.com";

    private final LocalCos server = LocalCos.start();
    private Bucket bucket;

    @BeforeEach
    void createBucket() {
        bucket = server.createBucket("open-1250000000").publicRead();
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void anObjectIsDescribedAsAtCos() throws IOException {
        bucket.put(
                "a//b",
                Content.of("123456789"),
                Attributes.NONE.withMetadata("name", "ä中").withStorageClass("STANDARD_IA"));
        RawHttp.Answer answer = send("GET", "/a/%2Fb", "Range: bytes=1-3");
        assertThat(answer.status()).isEqualTo(206);
        assertThat(answer.body()).isEqualTo("234");
        assertThat(answer.header("etag")).isEqualTo("\"25f9e794323b453885f5181f1b624d0b\"");
        assertThat(answer.header("content-range")).isEqualTo("bytes 1-3/9");
        assertThat(answer.header("x-cos-meta-name")).isEqualTo("ä中");
        assertThat(answer.header("x-cos-storage-class")).isEqualTo("STANDARD_IA");
        // The value is the check value of CRC-64/XZ, for the whole object.
        assertThat(answer.header("x-cos-hash-crc64ecma")).isEqualTo("11051210869376104954");
        assertThat(answer.header("x-cos-request-id")).isNotEmpty();
        bucket.put("plain", "x");
        assertThat(send("HEAD", "/plain").header("x-cos-storage-class")).isNull();
        bucket.put("old", Content.of("x"), Attributes.NONE.withHeader("x-cos-hash-crc64ecma", ""));
        assertThat(send("HEAD", "/old").header("x-cos-hash-crc64ecma")).isNull();
    }

    @Test
    void aConditionThatDoesNotHoldIsReported() throws IOException {
        String etag = bucket.put("a", "x").etag();
        assertThat(send("GET", "/a", "If-Match: \"" + etag + "\"").status()).isEqualTo(200);
        RawHttp.Answer refusal = send("GET", "/a", "If-Match: \"other\"");
        assertThat(refusal.status()).isEqualTo(412);
        assertThat(refusal.code()).isEqualTo("PreconditionFailed");
        assertThat(send("HEAD", "/a", "If-Match: \"other\"").status()).isEqualTo(412);
    }

    @Test
    void anErrorHasABodyOnlyWhereOneCanBeSent() throws IOException {
        RawHttp.Answer get = send("GET", "/none");
        assertThat(get.status()).isEqualTo(404);
        assertThat(get.code()).isEqualTo("NoSuchKey");
        assertThat(get.body()).contains("<RequestId>" + get.header("x-cos-request-id") + "</RequestId>", "<TraceId>");
        RawHttp.Answer head = send("HEAD", "/none");
        assertThat(head.status()).isEqualTo(404);
        assertThat(head.body()).isEmpty();
        assertThat(head.header("content-length")).isEqualTo("0");
        assertThat(head.header("x-cos-request-id")).isNotEmpty();
    }

    @Test
    void anArchivedObjectIsReadOnlyOnceItIsRestored() throws IOException {
        Attributes archived = Attributes.NONE.withStorageClass("DEEP_ARCHIVE");
        bucket.put("a", Content.of("x"), archived);
        assertThat(send("HEAD", "/a").status()).isEqualTo(200);
        assertThat(send("GET", "/a").code()).isEqualTo("InvalidObjectState");
        bucket.put("a", Content.of("x"), archived.withHeader("x-cos-restore", "ongoing-request=\"true\""));
        assertThat(send("GET", "/a").code()).isEqualTo("InvalidObjectState");
        bucket.put(
                "a",
                Content.of("x"),
                archived.withHeader(
                        "x-cos-restore", "ongoing-request=\"false\", expiry-date=\"Fri, 01 Jan 2027 00:00:00 GMT\""));
        assertThat(send("GET", "/a").body()).isEqualTo("x");
    }

    @Test
    void aListingGoesOnBehindItsMarkerInTheOrderOfUtf8() throws IOException {
        List.of("\uff5e", "😀", "a b", "b/1", "b/2").forEach(key -> bucket.put(key, "x"));
        String first = send("GET", "/?max-keys=2&delimiter=/&encoding-type=url").body();
        assertThat(first)
                .contains("<Key>a+b</Key>", "<Prefix>b/</Prefix>", "<NextMarker>b/</NextMarker>")
                .contains("<IsTruncated>true</IsTruncated>", "<EncodingType>url</EncodingType>");
        String second = send("GET", "/?max-keys=2&delimiter=/&encoding-type=url&marker=b%2F")
                .body();
        assertThat(second)
                .containsSubsequence("%EF%BD%9E</Key>", "%F0%9F%98%80</Key>")
                .contains("<IsTruncated>false</IsTruncated>")
                .doesNotContain("NextMarker", "<Prefix>b/</Prefix>");
        assertThat(send("GET", "/?max-keys=1001").code()).isEqualTo("InvalidArgument");
    }

    @Test
    void aListingMayBeOfThePast() throws IOException {
        bucket.put("deleted", "x");
        server.freezeListings("open-1250000000");
        bucket.remove("deleted");
        bucket.put("written", "x");
        assertThat(send("GET", "/").body()).contains("deleted").doesNotContain("written");
        assertThat(send("GET", "/deleted").status()).isEqualTo(404);
        assertThat(send("GET", "/written").status()).isEqualTo(200);
        server.liveListings("open-1250000000");
        assertThat(send("GET", "/").body()).contains("written").doesNotContain("deleted");
    }

    @Test
    void theHostNamesTheBucket() throws IOException {
        server.createBucket("closed-1250000000").put("a", "x");
        server.domain("files.example.com", "open-1250000000");
        bucket.put("a", "x");
        assertThat(at("files.example.com").status()).isEqualTo(200);
        assertThat(at("open-1250000000.127.0.0.1:80").status()).isEqualTo(200);
        assertThat(at("closed-1250000000.127.0.0.1:80").code()).isEqualTo("AccessDenied");
        assertThat(at("none-1250000000.127.0.0.1:80").code()).isEqualTo("NoSuchBucket");
        assertThat(at("127.0.0.1:80").status()).isEqualTo(404);
    }

    @Test
    void aFaultWithoutACodeIsAGateways() throws IOException {
        server.faults().add(Fault.on().times(1).then(FaultAction.answer(503, "")));
        RawHttp.Answer answer = send("GET", "/a");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.body()).isEmpty();
    }

    private RawHttp.Answer at(String host) throws IOException {
        return exchange("GET /a HTTP/1.1\r\nHost: " + host + "\r\n");
    }

    private RawHttp.Answer send(String method, String target, String... headers) throws IOException {
        StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: " + HOST + "\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        return exchange(head.toString());
    }

    private RawHttp.Answer exchange(String head) throws IOException {
        try (Socket socket = new Socket(Relay.localhost(), server.port())) {
            socket.getOutputStream().write((head + "Connection: close\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
            return RawHttp.Answer.read(socket.getInputStream());
        }
    }
}
