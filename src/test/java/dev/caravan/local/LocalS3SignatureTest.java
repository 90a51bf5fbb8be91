package dev.caravan.local;

import static dev.caravan.local.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests the examples that AWS publishes for Signature Version 4 on S3. */
class LocalS3SignatureTest {
    private static final String ACCESS_KEY = "AKIAIOSFODNN7EXAMPLE";
    private static final String SECRET_KEY = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
    private static final String EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    private static final String SIMPLE_HEADERS = "host;x-amz-content-sha256;x-amz-date";
    private static final String SCOPE = "20130524/us-east-1/s3/aws4_request";

    private final SigV4Verifier verifier =
            new SigV4Verifier(InstantSource.fixed(Instant.parse("2013-05-24T00:00:00Z")));

    @BeforeEach
    void acceptTheKeyOfTheExamples() {
        verifier.accept(new Credential(ACCESS_KEY, SECRET_KEY, null));
    }

    @Test
    void acceptsGetWithRange() {
        HttpRequest request = request(
                "GET /test.txt",
                "host;range;x-amz-content-sha256;x-amz-date",
                "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
                "Range: bytes=0-9\r\nx-amz-content-sha256: " + EMPTY);

        assertThat(verifier.verify(request).region()).isEqualTo("us-east-1");
    }

    @Test
    void acceptsPutWithAnEscapedPath() {
        HttpRequest request = request(
                "PUT /test%24file.text",
                "date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class",
                "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd",
                "Date: Fri, 24 May 2013 00:00:00 GMT\r\nx-amz-storage-class: REDUCED_REDUNDANCY\r\n"
                        + "x-amz-content-sha256: 44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072");

        assertThat(verifier.verify(request)).isNotNull();
    }

    @Test
    void acceptsQueryWithoutValue() {
        HttpRequest request = request(
                "GET /?lifecycle",
                SIMPLE_HEADERS,
                "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543",
                "x-amz-content-sha256: " + EMPTY);

        assertThat(verifier.verify(request)).isNotNull();
    }

    @Test
    void acceptsQueryInAnyOrder() {
        String signature = "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7";
        String headers = "x-amz-content-sha256: " + EMPTY;

        assertThat(verifier.verify(request("GET /?max-keys=2&prefix=J", SIMPLE_HEADERS, signature, headers)))
                .isNotNull();
        assertThat(verifier.verify(request("GET /?prefix=J&max-keys=2", SIMPLE_HEADERS, signature, headers)))
                .isNotNull();
    }

    @Test
    void refusesAnythingElseUnderTheSameSignature() {
        String signature = "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7";

        assertThatThrownBy(() -> verifier.verify(request(
                        "GET /?max-keys=3&prefix=J", SIMPLE_HEADERS, signature, "x-amz-content-sha256: " + EMPTY)))
                .isInstanceOfSatisfying(S3Error.class, e -> assertThat(e.code()).isEqualTo("SignatureDoesNotMatch"));
    }

    @Test
    void refusesAmzHeadersThatAreNotSigned() {
        HttpRequest request = request(
                "GET /?max-keys=2&prefix=J",
                SIMPLE_HEADERS,
                "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7",
                "x-amz-request-payer: requester\r\nx-amz-content-sha256: " + EMPTY);

        assertThatThrownBy(() -> verifier.verify(request))
                .isInstanceOfSatisfying(S3Error.class, e -> assertThat(e.code()).isEqualTo("AccessDenied"))
                .hasMessageContaining("not signed");
    }

    @Test
    void refusesATimeMoreThanFifteenMinutesAway() {
        SigV4Verifier later = new SigV4Verifier(InstantSource.fixed(Instant.parse("2013-05-24T00:15:01Z")));
        later.accept(new Credential(ACCESS_KEY, SECRET_KEY, null));
        HttpRequest request = request(
                "GET /?lifecycle",
                SIMPLE_HEADERS,
                "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543",
                "x-amz-content-sha256: " + EMPTY);

        assertThatThrownBy(() -> later.verify(request))
                .isInstanceOfSatisfying(S3Error.class, e -> assertThat(e.code()).isEqualTo("RequestTimeTooSkewed"));
    }

    @Test
    void acceptsSignedChunks() throws IOException {
        Identity identity = verifier.verify(chunkedRequest());
        String body = chunk(65536, "ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648")
                + chunk(1024, "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497")
                + chunk(0, "b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9");

        assertThat(decode(body, identity.chunkSignatures()))
                .isEqualTo("a".repeat(66560).getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void refusesAChunkThatWasChanged() {
        Identity identity = verifier.verify(chunkedRequest());
        String body = chunk(65536, "ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648")
                .replaceFirst("aaaa\r\n$", "aaab\r\n");

        assertThatThrownBy(() -> decode(body, identity.chunkSignatures()))
                .isInstanceOfSatisfying(S3Error.class, e -> assertThat(e.code()).isEqualTo("SignatureDoesNotMatch"));
    }

    @Test
    void acceptsSignedTrailersAndRefusesChangedOnes() throws IOException {
        String chunks = chunk(65536, "b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2")
                + chunk(1024, "1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7")
                + "0;chunk-signature=2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992\r\n";
        String signature = "\r\nx-amz-trailer-signature:"
                + "d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435\r\n\r\n";

        assertThat(decode(chunks + "x-amz-checksum-crc32c:sOO8/Q==" + signature, trailerSignatures()))
                .hasSize(66560);
        assertThatThrownBy(() -> decode(chunks + "x-amz-checksum-crc32c:AAAAAA==" + signature, trailerSignatures()))
                .isInstanceOfSatisfying(S3Error.class, e -> assertThat(e.code()).isEqualTo("SignatureDoesNotMatch"));
        assertThatThrownBy(() -> decode(chunks + "x-amz-checksum-crc32c:sOO8/Q==\r\n\r\n", trailerSignatures()))
                .isInstanceOfSatisfying(S3Error.class, e -> assertThat(e.code()).isEqualTo("SignatureDoesNotMatch"));
    }

    private static ChunkSignatures trailerSignatures() {
        return new ChunkSignatures(
                SigningKey.of(SECRET_KEY, "20130524", "us-east-1").bytes(),
                "20130524T000000Z",
                SCOPE,
                "106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e");
    }

    private static HttpRequest chunkedRequest() {
        String head = "PUT /examplebucket/chunkObject.txt HTTP/1.1\r\nHost: s3.amazonaws.com\r\n"
                + "x-amz-date: 20130524T000000Z\r\nx-amz-storage-class: REDUCED_REDUNDANCY\r\n"
                + "x-amz-content-sha256: STREAMING-AWS4-HMAC-SHA256-PAYLOAD\r\nContent-Encoding: aws-chunked\r\n"
                + "x-amz-decoded-content-length: 66560\r\nContent-Length: 66824\r\n"
                + authorization(
                        "content-encoding;content-length;host;x-amz-content-sha256;x-amz-date;"
                                + "x-amz-decoded-content-length;x-amz-storage-class",
                        "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9");
        return HttpRequest.parse(head, null, null);
    }

    private static String chunk(int size, String signature) {
        return Integer.toHexString(size) + ";chunk-signature=" + signature + "\r\n" + "a".repeat(size) + "\r\n";
    }

    private static byte[] decode(String body, ChunkSignatures signatures) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.US_ASCII);
        return new AwsChunkedInput(new ByteArrayInputStream(bytes), signatures).readAllBytes();
    }

    private static HttpRequest request(String line, String signedHeaders, String signature, String headers) {
        String head = line + " HTTP/1.1\r\nHost: examplebucket.s3.amazonaws.com\r\nx-amz-date: 20130524T000000Z\r\n"
                + headers + "\r\n" + authorization(signedHeaders, signature);
        return HttpRequest.parse(head, null, null);
    }

    private static String authorization(String signedHeaders, String signature) {
        return "Authorization: AWS4-HMAC-SHA256 Credential=" + ACCESS_KEY + "/" + SCOPE + ",SignedHeaders="
                + signedHeaders + ",Signature=" + signature;
    }
}
