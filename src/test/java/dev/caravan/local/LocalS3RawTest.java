package dev.caravan.local;

import static dev.caravan.local.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests raw requests that no client library sends. */
class LocalS3RawTest {
    private LocalS3 s3;
    private Bucket bucket;

    @BeforeEach
    void start() {
        s3 = LocalS3.start().credential("AK", "SK").credential("ASIA", "SK", "the-token");
        bucket = s3.createBucket("b");
    }

    @AfterEach
    void stop() {
        s3.close();
    }

    @Test
    void unknownKeyIsInvalidAccessKeyId() throws IOException {
        RawHttp.Answer answer = raw().as("NOBODY", "SK").send("GET", "/b");

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.code()).isEqualTo("InvalidAccessKeyId");
    }

    @Test
    void wrongSecretIsSignatureDoesNotMatch() throws IOException {
        RawHttp.Answer answer = raw().as("AK", "wrong").send("GET", "/b");

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.code()).isEqualTo("SignatureDoesNotMatch");
        assertThat(answer.header("x-amz-request-id")).isNotBlank();
    }

    @Test
    void revokedKeyIsUnknown() throws IOException {
        assertThat(raw().send("GET", "/b").status()).isEqualTo(200);

        s3.revoke("AK");

        assertThat(raw().send("GET", "/b").code()).isEqualTo("InvalidAccessKeyId");
    }

    @Test
    void oldSignatureIsTooSkewed() throws IOException {
        RawHttp.Answer answer =
                raw().at(Instant.now().minus(Duration.ofMinutes(16))).send("GET", "/b");

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.code()).isEqualTo("RequestTimeTooSkewed");
    }

    @Test
    void wrongRegionIsReportedWithTheRightOne() throws IOException {
        RawHttp.Answer answer = raw().region("eu-west-1").send("GET", "/b");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("AuthorizationHeaderMalformed");
        assertThat(answer.body()).contains("<Region>us-east-1</Region>");
    }

    @Test
    void bucketElsewhereIsARedirectAndAnswersInItsOwnRegion() throws IOException {
        bucket.region("ap-east-1");

        RawHttp.Answer answer = raw().send("GET", "/b");

        assertThat(answer.status()).isEqualTo(301);
        assertThat(answer.code()).isEqualTo("PermanentRedirect");
        assertThat(answer.header("x-amz-bucket-region")).isEqualTo("ap-east-1");
        assertThat(raw().region("ap-east-1").send("GET", "/b").status()).isEqualTo(200);
    }

    @Test
    void sessionNeedsItsToken() throws IOException {
        assertThat(raw().as("ASIA", "SK")
                        .header("x-amz-security-token", "the-token")
                        .send("GET", "/b")
                        .status())
                .isEqualTo(200);
        assertThat(raw().as("ASIA", "SK").send("GET", "/b").code()).isEqualTo("InvalidAccessKeyId");
        assertThat(raw().as("ASIA", "SK")
                        .header("x-amz-security-token", "another")
                        .send("GET", "/b")
                        .code())
                .isEqualTo("InvalidToken");
    }

    @Test
    void everybodyReadsAPublicBucketAndNoOther() throws IOException {
        bucket.put("k", "text");
        assertThat(raw().anonymous().send("GET", "/b/k").code()).isEqualTo("AccessDenied");

        bucket.publicRead();

        assertThat(raw().anonymous().send("GET", "/b/k").body()).isEqualTo("text");
        assertThat(raw().anonymous().send("GET", "/b?list-type=2").status()).isEqualTo(200);
        assertThat(raw().anonymous().send("DELETE", "/b/k").code()).isEqualTo("AccessDenied");
        assertThat(bucket.keys()).containsExactly("k");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "/b//x /x",
                "/b/a//b a//b",
                "/b/../up ../up",
                "/b/a/./b a/./b",
                "/b/dir/ dir/",
                "/b// /",
                "/b/a+b a+b",
                "/b/a%2Bb a+b",
                "/b/100%25 100%",
                "/b/a|b a|b",
                "/b/%F0%9F%90%AB \uD83D\uDC2B"
            })
    void keysAreThePathByteForByte(String path, String key) throws IOException {
        RawHttp.Answer put = raw().body("body of " + key).send("PUT", path);

        assertThat(put.status()).as(put.body()).isEqualTo(200);
        assertThat(bucket.keys()).containsExactly(key);
        assertThat(raw().send("GET", path).body()).isEqualTo("body of " + key);
    }

    @Test
    void pathMayBeginWithTwoSlashesBehindAVirtualHost() throws IOException {
        RawHttp.Answer put =
                raw().header("host", "b.localhost:" + s3.port()).body("x").send("PUT", "//x");

        assertThat(put.status()).isEqualTo(200);
        assertThat(bucket.keys()).containsExactly("/x");
        assertThat(raw().header("host", "b.s3.local.test").send("GET", "//x").body())
                .isEqualTo("x");
    }

    @Test
    void keyOfNoUtf8IsInvalid() throws IOException {
        assertThat(raw().anonymous().send("GET", "/b/%FF%FE").code()).isEqualTo("InvalidURI");
        assertThat(raw().anonymous().send("GET", "/b/%ED%A0%80").code()).isEqualTo("InvalidURI");
        assertThat(raw().anonymous().send("GET", "/b/%zz").code()).isEqualTo("InvalidURI");
    }

    @Test
    void longestKeyIs1024Bytes() throws IOException {
        String camel = "%F0%9F%90%AB";

        assertThat(raw().body("x").send("PUT", "/b/" + camel.repeat(256)).status())
                .isEqualTo(200);
        assertThat(raw().body("x").send("PUT", "/b/" + camel.repeat(256) + "y").code())
                .isEqualTo("KeyTooLongError");
    }

    @Test
    void putWithoutLengthIsRefused() throws IOException {
        RawHttp.Answer answer = raw().noContentLength().send("PUT", "/b/k");

        assertThat(answer.status()).isEqualTo(411);
        assertThat(answer.code()).isEqualTo("MissingContentLength");
    }

    @Test
    void shortBodyStoresNothing() throws IOException {
        RawHttp.Answer answer = raw().body("half").contentLength(8).send("PUT", "/b/k");

        assertThat(answer.code()).isEqualTo("IncompleteBody");
        assertThat(bucket.keys()).isEmpty();
    }

    @Test
    void payloadHashIsVerified() throws IOException {
        RawHttp.Answer right = raw().header("x-amz-content-sha256", Digests.sha256Hex("right"))
                .body("right")
                .send("PUT", "/b/right");
        RawHttp.Answer wrong = raw().header("x-amz-content-sha256", Digests.sha256Hex("right"))
                .body("wrong")
                .send("PUT", "/b/wrong");

        assertThat(right.status()).isEqualTo(200);
        assertThat(wrong.code()).isEqualTo("XAmzContentSHA256Mismatch");
        assertThat(bucket.keys()).containsExactly("right");
    }

    @Test
    void unsignedTrailerInsideOfTransferChunksIsVerified() throws IOException {
        // "123456789" has the CRC-64/NVME AE8B14860A799888.
        String good = awsChunked("123456789", "rosUhgp5mIg=");
        String bad = awsChunked("123456780", "rosUhgp5mIg=");

        assertThat(trailing(good).send("PUT", "/b/good").status()).isEqualTo(200);
        assertThat(trailing(bad).send("PUT", "/b/bad").code()).isEqualTo("BadDigest");
        assertThat(bucket.keys()).containsExactly("good");
        assertThat(bucket.text("good")).isEqualTo("123456789");
    }

    private RawHttp trailing(String chunked) {
        String transfer = Integer.toHexString(chunked.length()) + "\r\n" + chunked + "\r\n0\r\n\r\n";
        return raw().header("x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER")
                .header("x-amz-trailer", "x-amz-checksum-crc64nvme")
                .header("x-amz-decoded-content-length", "9")
                .header("transfer-encoding", "chunked")
                .noContentLength()
                .body(transfer);
    }

    private static String awsChunked(String text, String crc) {
        return "9\r\n" + text + "\r\n0\r\nx-amz-checksum-crc64nvme:" + crc + "\r\n\r\n";
    }

    @Test
    void badMd5IsRefused() throws IOException {
        assertThat(raw().header("content-md5", "1B2M2Y8AsgTpgAmY7PhCfg==")
                        .body("x")
                        .send("PUT", "/b/k")
                        .code())
                .isEqualTo("BadDigest");
        assertThat(raw().header("content-md5", "short")
                        .body("x")
                        .send("PUT", "/b/k")
                        .code())
                .isEqualTo("InvalidDigest");
        assertThat(bucket.keys()).isEmpty();
    }

    @Test
    void listingWithoutUrlEncodingReferencesForbiddenCharacters() throws IOException {
        bucket.put("a\u0001b&c\r", "x");

        assertThat(raw().send("GET", "/b?list-type=2").body()).contains("<Key>a&#x1;b&amp;c&#xD;</Key>");
        assertThat(raw().send("GET", "/b?list-type=2&encoding-type=url").body()).contains("<Key>a%01b%26c%0D</Key>");
    }

    @Test
    void headErrorHasNoBody() throws IOException {
        RawHttp.Answer answer = raw().send("HEAD", "/b/none");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void unknownSubresourceIsNotImplemented() throws IOException {
        assertThat(raw().send("GET", "/b?website").status()).isEqualTo(501);
    }

    @Test
    void connectionServesManyRequestsAndContinuesOnDemand() throws IOException {
        bucket.publicRead().put("k", "text");
        String get = "GET /b/k HTTP/1.1\r\nhost: x\r\n\r\n";
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), s3.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write((get + get).getBytes(StandardCharsets.US_ASCII));
            assertThat(readUntil(socket.getInputStream(), "text")).startsWith("HTTP/1.1 200 OK");
            assertThat(readUntil(socket.getInputStream(), "text")).startsWith("HTTP/1.1 200 OK");
            // The server rejects the request without "100 Continue", so the client never sends the body.
            socket.getOutputStream()
                    .write("PUT /b/k HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\nexpect: 100-continue\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(readUntil(socket.getInputStream(), "</Error>")).startsWith("HTTP/1.1 403 Forbidden");
        }
    }

    private static String readUntil(InputStream in, String end) throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.indexOf(end) < 0) {
            int b = in.read();
            assertThat(b).as("the connection ended after: " + text).isNotNegative();
            text.append((char) b);
        }
        return text.toString();
    }

    private RawHttp raw() {
        return new RawHttp(s3);
    }
}
