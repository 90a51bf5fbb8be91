package dev.caravan.component.s3;

import static dev.caravan.local.Assertions.assertThat;

import dev.caravan.component.wire.KeyEncoding;
import dev.caravan.component.wire.SigningTime;
import dev.caravan.job.Credentials;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;

class SigV4Test {

    private static final String EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    private static final Credentials EXAMPLE =
            new Credentials("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "");
    private static final SigningTime TIME =
            SigningTime.at(Instant.parse("2013-05-24T00:00:00Z").getEpochSecond());

    // Source: Amazon S3 API Reference, "Examples: Signature Calculations".
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
                    GET|/test.txt|-|range|bytes=0-9|f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41
                    GET|/|lifecycle=|-|-|fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543
                    GET|/|max-keys=2&prefix=J|-|-|34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7
                    """)
    void signsThePublishedExamples(
            String method, String path, String query, String header, String value, String signature) {
        S3Headers headers = new S3Headers();
        headers.add("host", "examplebucket.s3.amazonaws.com");
        if (header != null) {
            headers.add(header, value);
        }
        headers.add("x-amz-content-sha256", EMPTY);
        headers.add("x-amz-date", TIME.second());
        String authorization = new SigV4("us-east-1", "s3")
                .authorization(method, path, query == null ? "" : query, headers, EMPTY, TIME, EXAMPLE);
        assertThat(authorization).endsWith("Signature=" + signature);
    }

    @Test
    void signsThePublishedPut() {
        String hash = "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072";
        S3Headers headers = new S3Headers();
        headers.add("x-amz-date", TIME.second());
        headers.add("x-amz-storage-class", "REDUCED_REDUNDANCY");
        headers.add("x-amz-content-sha256", hash);
        headers.add("host", "examplebucket.s3.amazonaws.com");
        headers.add("date", "Fri, 24 May 2013 00:00:00 GMT");
        assertThat(new SigV4("us-east-1", "s3")
                        .authorization("PUT", "/test%24file.text", "", headers, hash, TIME, EXAMPLE))
                .isEqualTo("AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, "
                        + "SignedHeaders=date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class, "
                        + "Signature=98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd");
    }

    @Test
    void agreesWithTheSdkOnRandomRequests() {
        Random random = new Random(20260101);
        SigV4 signer = new SigV4("eu-west-1", "s3");
        AwsV4HttpSigner sdk = AwsV4HttpSigner.create();
        for (int i = 0; i < 500; i++) {
            String key = randomKey(random);
            // Days and secrets change between the requests, so the cached signing key must change too.
            SigningTime time = SigningTime.at(1_700_000_000L + random.nextInt(10) * 50_000L);
            Credentials credentials = new Credentials("AKID" + random.nextInt(3), "secret" + random.nextInt(3), "");
            StringBuilder path = new StringBuilder("/bucket/");
            KeyEncoding.path(path, key);
            StringBuilder query = new StringBuilder();
            if (random.nextBoolean()) {
                KeyEncoding.query(query.append("partNumber=7&uploadId="), key);
            }
            S3Headers headers = new S3Headers();
            headers.add("host", "localhost:9000");
            headers.add("x-amz-content-sha256", SigV4.UNSIGNED_PAYLOAD);
            headers.add("x-amz-date", time.second());
            headers.add("x-amz-meta-note", "two  spaces  and more " + random.nextInt());
            headers.add("content-md5", "1B2M2Y8AsgTpgAmY7PhCfg==");

            String expected = bySdk(sdk, path.toString(), query.toString(), headers, time, credentials);
            assertThat(signer.authorization(
                            "PUT",
                            path.toString(),
                            query.toString(),
                            headers,
                            SigV4.UNSIGNED_PAYLOAD,
                            time,
                            credentials))
                    .as(path.toString())
                    .isEqualTo(expected);
        }
    }

    private static String bySdk(
            AwsV4HttpSigner sdk,
            String path,
            String query,
            S3Headers headers,
            SigningTime time,
            Credentials credentials) {
        SdkHttpRequest.Builder request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.PUT)
                .uri(URI.create("http://localhost:9000" + path + (query.isEmpty() ? "" : "?" + query)));
        for (int i = 0; i < headers.size(); i++) {
            if (!headers.name(i).equals("x-amz-date")) {
                request.putHeader(headers.name(i), headers.value(i));
            }
        }
        return sdk.sign(SignRequest.builder(
                                AwsBasicCredentials.create(credentials.accessKeyId(), credentials.secretAccessKey()))
                        .request(request.build())
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, "eu-west-1")
                        .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                        .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false)
                        .putProperty(AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, false)
                        .putProperty(
                                AwsV4HttpSigner.SIGNING_CLOCK,
                                Clock.fixed(Instant.ofEpochSecond(time.epochSecond()), ZoneOffset.UTC))
                        .build())
                .request()
                .firstMatchingHeader("Authorization")
                .orElseThrow();
    }

    private static String randomKey(Random random) {
        byte[] bytes = new byte[1 + random.nextInt(40)];
        random.nextBytes(bytes);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        return random.nextBoolean() ? text : text.replaceAll("[^ -~]", "/") + "😀..//+";
    }
}
