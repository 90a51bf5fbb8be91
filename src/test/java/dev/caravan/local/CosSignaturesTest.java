package dev.caravan.local;

import static dev.caravan.local.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tests the example that Tencent publishes for downloads (COS, "Request Signature") and variants of it. */
class CosSignaturesTest {
    private static final String ACCESS_KEY = "AKIDQjz3ltompVjBni5LitkWHFlFpwkn9U5q";
    private static final String SECRET_KEY = "BQYIM75p8x0iWVFSIgqEKwFprpRSVHlz";
    private static final String TIME = "1557989753;1557996953";
    private static final String SIGNATURE = "01681b8c9d798a678e43b685a9f1bba0f6c0e012";
    private static final Map<String, String> QUERY = Map.of(
            "response-content-type", "application/octet-stream",
            "response-cache-control", "max-age=600");

    private Instant now = Instant.ofEpochSecond(1557989753);
    private final CosSignatures signatures = new CosSignatures(new InstantSource() {
        @Override
        public Instant instant() {
            return now;
        }
    });

    @Test
    void theExampleIsAccepted() {
        signatures.accept(new Credential(ACCESS_KEY, SECRET_KEY, null));
        assertThat(verify(request("/exampleobject%28%E8%85%BE%E8%AE%AF%E4%BA%91%29", SIGNATURE)))
                .isEqualTo(ACCESS_KEY);
        // The signature covers the decoded path, so other encodings of it are equal.
        assertThat(verify(request("/exampleobject(%e8%85%be%e8%ae%af%e4%ba%91)", SIGNATURE)))
                .isEqualTo(ACCESS_KEY);
    }

    @Test
    void anythingElseIsRefused() {
        refused(request("/exampleobject", SIGNATURE), "InvalidAccessKeyId");
        signatures.accept(new Credential(ACCESS_KEY, "another", null));
        refused(request("/exampleobject%28%E8%85%BE%E8%AE%AF%E4%BA%91%29", SIGNATURE), "SignatureDoesNotMatch");
        signatures.accept(new Credential(ACCESS_KEY, SECRET_KEY, null));
        refused(request("/exampleobject", SIGNATURE), "SignatureDoesNotMatch");
        refused(request("/exampleobject%28%E8%85%BE%E8%AE%AF%E4%BA%91%29", "0" + SIGNATURE), "SignatureDoesNotMatch");
        assertThatThrownBy(() -> signatures.verify(
                        request("/exampleobject%28%E8%85%BE%E8%AE%AF%E4%BA%91%29", SIGNATURE),
                        Map.of("response-cache-control", "max-age=600", "response-content-type", "text/plain")))
                .satisfies(e -> assertThat(((S3Error) e).code()).isEqualTo("SignatureDoesNotMatch"));
    }

    @Test
    void aSignatureOfAnotherTimeIsRefused() {
        signatures.accept(new Credential(ACCESS_KEY, SECRET_KEY, null));
        HttpRequest request = request("/exampleobject%28%E8%85%BE%E8%AE%AF%E4%BA%91%29", SIGNATURE);
        now = Instant.ofEpochSecond(1557996954);
        refused(request, "AccessDenied");
        now = Instant.ofEpochSecond(1557989753 - 901);
        refused(request, "RequestTimeTooSkewed");
    }

    @Test
    void aTemporaryKeyNeedsItsToken() {
        signatures.accept(new Credential(ACCESS_KEY, SECRET_KEY, "token"));
        String path = "/exampleobject%28%E8%85%BE%E8%AE%AF%E4%BA%91%29";
        refused(request(path, SIGNATURE), "InvalidAccessKeyId");
        refused(request(path, SIGNATURE, "x-cos-security-token: another\r\n"), "ExpiredToken");
        assertThat(verify(request(path, SIGNATURE, "x-cos-security-token: token\r\n")))
                .isEqualTo(ACCESS_KEY);
    }

    @Test
    void aRequestWithoutASignatureIsNobodys() {
        assertThat(signatures.verify(HttpRequest.parse("GET / HTTP/1.1\r\nHost: a", null, null), Map.of()))
                .isNull();
    }

    private void refused(HttpRequest request, String code) {
        assertThatThrownBy(() -> verify(request))
                .isInstanceOf(S3Error.class)
                .satisfies(e -> assertThat(((S3Error) e).code()).isEqualTo(code));
    }

    private String verify(HttpRequest request) {
        return signatures.verify(request, QUERY);
    }

    private static HttpRequest request(String path, String signature) {
        return request(path, signature, "");
    }

    private static HttpRequest request(String path, String signature, String more) {
        return HttpRequest.parse(
                "GET " + path + "?response-content-type=application%2Foctet-stream&response-cache-control=max-age%3D600"
                        + " HTTP/1.1\r\nDate: Thu, 16 May 2019 06:55:53 GMT\r\n"
                        + "Host: examplebucket-1250000000.cos.ap-beijing.myqcloud.com\r\n" + more
                        + "Authorization: q-sign-algorithm=sha1&q-ak=" + ACCESS_KEY + "&q-sign-time=" + TIME
                        + "&q-key-time=" + TIME + "&q-header-list=date;host"
                        + "&q-url-param-list=response-cache-control;response-content-type&q-signature=" + signature,
                null,
                null);
    }
}
