package dev.caravan.component.oss;

import static dev.caravan.local.Assertions.assertThat;

import dev.caravan.component.wire.XmlFault;
import dev.caravan.store.DeniedException;
import dev.caravan.store.StoreException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OssErrorsTest {

    private final OssErrors errors = new OssErrors("oss://b");

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "503, -, Throttled",
                "503, DownloadTrafficRateLimitExceeded, Throttled",
                "429, -, Throttled",
                "400, QpsLimitExceeded, Throttled",
                "503, InternalError, Transient",
                "500, -, Transient",
                "500, InternalError, Transient",
                "502, -, Transient",
                "504, -, Transient",
                "400, RequestTimeout, Transient",
                "501, NotImplemented, Invalid",
                "404, NoSuchKey, Gone",
                "404, NoSuchVersion, Gone",
                "404, NoSuchThing, NotFound",
                "404, -, NotFound",
                "404, NoSuchBucket, Invalid",
                "404, SymlinkTargetNotExist, Invalid",
                "400, InvalidTargetType, Invalid",
                "412, PreconditionFailed, Changed",
                "416, InvalidRange, Invalid",
                "403, InvalidObjectState, Archived",
                "403, AccessDenied, Denied",
                "403, -, Denied",
                "401, -, Denied",
                "400, PublicEndpointForbidden, Invalid",
                "400, ApkDownloadForbidden, Invalid",
                "302, -, Invalid",
                "400, InvalidArgument, Invalid",
            })
    void aRefusalHasItsMeaning(int status, String code, String meaning) {
        StoreException refusal = errors.of("GET oss://b/k", fault(status, code == null ? "" : code), false);
        assertThat(refusal.getClass().getSimpleName()).isEqualTo(meaning + "Exception");
        assertThat(refusal.status()).isEqualTo(status);
        assertThat(refusal.code()).isEqualTo(code == null ? "" : code);
        assertThat(refusal.getMessage()).startsWith("GET oss://b/k");
    }

    @ParameterizedTest
    @CsvSource({
        "SignatureDoesNotMatch, true",
        "InvalidAccessKeyId, true",
        "SecurityTokenExpired, true",
        "InvalidSecurityToken, true",
        "RequestTimeTooSkewed, true",
        "AccessDenied, false"
    })
    void aRefusalOfTheCallerDiffersFromOneOfTheObject(String code, boolean ofCaller) {
        assertThat(((DeniedException) errors.of("GET oss://b/k", fault(403, code), false)).ofCaller())
                .isEqualTo(ofCaller);
    }

    @Test
    void whatIsRefusedUnderTheServicesOwnNamesIsReportedWithTheWayOut() {
        assertThat(errors.of("GET oss://b/k", fault(400, "PublicEndpointForbidden"), false))
                .hasMessage(
                        "GET oss://b/k: 400 PublicEndpointForbidden: words (EC 0001) (request R1): Aliyun doesn't give this"
                                + " out under its own names: bind a custom domain to the bucket and name it with --source-domain");
    }

    @Test
    void aBucketElsewhereIsReportedWithItsEndpoint() {
        byte[] body =
                ("<Error><Code>AccessDenied</Code><Message>The bucket you are attempting to access must be addressed"
                                + " using the specified endpoint.</Message><Endpoint>oss-cn-beijing.aliyuncs.com</Endpoint></Error>")
                        .getBytes(StandardCharsets.UTF_8);
        assertThat(errors.of("LIST oss://b", XmlFault.parse(403, body, Map.of("RequestId", "R1")), false))
                .hasMessage(
                        "LIST oss://b: the bucket oss://b is at oss-cn-beijing.aliyuncs.com: name its region, or this"
                                + " endpoint");
    }

    @Test
    void aHostileBodyStaysOneLine() {
        byte[] body = "<Error><Code>Evil\r\nInfo</Code><Message>a\nb\u001b[31m</Message></Error>"
                .getBytes(StandardCharsets.UTF_8);
        assertThat(errors.of("GET oss://b/k", XmlFault.parse(400, body, Map.of("RequestId", "R\n1")), false)
                        .getMessage())
                .doesNotContain("\n", "\r", "\u001b");
    }

    private static XmlFault fault(int status, String code) {
        return new XmlFault(status, Map.of("Code", code, "Message", "words", "RequestId", "R1", "EC", "0001"));
    }
}
