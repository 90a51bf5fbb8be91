package dev.caravan.component.s3;

import static dev.caravan.local.Assertions.assertThat;

import dev.caravan.component.wire.StoreErrors;
import dev.caravan.component.wire.XmlFault;
import dev.caravan.store.ArchivedException;
import dev.caravan.store.ChangedException;
import dev.caravan.store.DeniedException;
import dev.caravan.store.GoneException;
import dev.caravan.store.InvalidException;
import dev.caravan.store.NotFoundException;
import dev.caravan.store.StoreException;
import dev.caravan.store.ThrottledException;
import dev.caravan.store.TransientException;
import dev.caravan.store.UploadGoneException;
import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class S3ErrorsTest {

    private final S3Errors errors = new S3Errors("s3://b", "us-east-1", "");

    @ParameterizedTest
    @CsvSource({
        "404,NoSuchKey,Gone",
        "404,NoSuchVersion,Gone",
        "404,NoSuchUpload,UploadGone",
        "404,,NotFound",
        "404,NoSuchThing,NotFound",
        "404,NoSuchBucket,Invalid",
        "412,PreconditionFailed,Changed",
        "503,SlowDown,Throttled",
        "503,,Throttled",
        "503,ServiceUnavailable,Throttled",
        "429,,Throttled",
        "400,RequestLimitExceeded,Throttled",
        "500,InternalError,Transient",
        "502,,Transient",
        "504,,Transient",
        "408,,Transient",
        "400,RequestTimeout,Transient",
        "400,BadDigest,Transient",
        "409,OperationAborted,Transient",
        "401,,Denied",
        "403,AccessDenied,Denied",
        "403,SignatureDoesNotMatch,Denied",
        "403,RequestTimeTooSkewed,Denied",
        "400,ExpiredToken,Denied",
        "403,InvalidObjectState,Archived",
        "301,PermanentRedirect,Invalid",
        "307,TemporaryRedirect,Transient",
        "307,,Invalid",
        "400,AuthorizationHeaderMalformed,Invalid",
        "400,InvalidDigest,Invalid",
        "416,InvalidRange,Invalid",
        "501,NotImplemented,Invalid",
        "400,EntityTooSmall,Invalid",
    })
    void aRefusalHasItsMeaning(int status, String code, String meaning) {
        StoreException e = errors.of("GET s3://b/k", fault(status, code == null ? "" : code, "", "", ""), false);
        Class<? extends StoreException> expected = switch (meaning) {
            case "Gone" -> GoneException.class;
            case "UploadGone" -> UploadGoneException.class;
            case "NotFound" -> NotFoundException.class;
            case "Changed" -> ChangedException.class;
            case "Throttled" -> ThrottledException.class;
            case "Transient" -> TransientException.class;
            case "Denied" -> DeniedException.class;
            case "Archived" -> ArchivedException.class;
            default -> InvalidException.class;
        };
        assertThat(e).isInstanceOf(expected);
        assertThat(e.status()).isEqualTo(status);
        assertThat(e.code()).isEqualTo(code == null ? "" : code);
    }

    @Test
    void aBare400ToAHeadWithASessionTokenGetsAHint() {
        S3Request head = S3Request.object("HEAD", "HEAD", "k");
        assertThat(errors.of(head, fault(400, "", "", "", ""))).hasMessage("HEAD s3://b/k: 400");
        head.headers().add(S3Headers.TOKEN, "token");
        assertThat(errors.of(head, fault(400, "", "", "", "")))
                .isInstanceOf(InvalidException.class)
                .hasMessage("HEAD s3://b/k: 400 (the session token may have expired)");
        S3Request get = S3Request.object("GET", "GET", "k");
        get.headers().add(S3Headers.TOKEN, "token");
        assertThat(errors.of(get, fault(400, "", "", "", ""))).hasMessage("GET s3://b/k: 400");
    }

    @Test
    void aBucketThatIsNotFoundMakesAnOddEndpointDoubtful() {
        S3Errors doubtful = new S3Errors("s3://b", "us-east-1", "the endpoint names the bucket");
        S3Request list = S3Request.bucket("LIST");
        assertThat(doubtful.of(list, fault(404, "NoSuchKey", "", "", "")))
                .hasMessage("LIST s3://b: 404 NoSuchKey: the endpoint names the bucket");
        assertThat(doubtful.of(S3Request.object("GET", "GET", "k"), fault(404, "NoSuchKey", "", "", "")))
                .hasMessage("GET s3://b/k: 404 NoSuchKey");
        S3Request parts = S3Request.object("GET", "LIST PARTS of", "k").parameter("uploadId", "1");
        assertThat(doubtful.of(parts, fault(404, "NoSuchUpload", "", "", ""))).isInstanceOf(UploadGoneException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "POST"})
    void noWriteSaysThatAnObjectIsGone(String method) {
        S3Request write = S3Request.object(method, "WRITE", "k");
        assertThat(errors.of(write, fault(404, "", "", "", "")))
                .isInstanceOf(NotFoundException.class)
                .hasMessage("WRITE s3://b/k: 404 (no error code of the store): is a proxy or gateway in front of it, or"
                        + " is the endpoint wrong?");
        assertThat(errors.of(write, fault(404, "NoSuchKey", "", "", "")))
                .isInstanceOf(InvalidException.class)
                .hasMessage("WRITE s3://b/k: 404 NoSuchKey");
        assertThat(errors.of(write, fault(404, "NoSuchUpload", "", "", ""))).isInstanceOf(UploadGoneException.class);
        S3Request parts = S3Request.object("GET", "LIST PARTS of", "k").parameter("uploadId", "1");
        assertThat(errors.of(parts, fault(404, "", "", "", ""))).isInstanceOf(NotFoundException.class);
        assertThat(errors.of(S3Request.bucket("LIST"), fault(404, "NoSuchKey", "", "", "")))
                .isInstanceOf(InvalidException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "SlowDown,503",
        "ServiceUnavailable,503",
        "InternalError,500",
        "AccessDenied,403",
        "NoSuchKey,404",
        "PreconditionFailed,412",
        "NobodyKnows,200"
    })
    void anErrorThatComesAfter200HasTheMeaningOfItsStatus(String code, int status) {
        StoreException late = errors.of("LIST s3://b", fault(200, code, "", "", ""), false);
        StoreException early = errors.of("LIST s3://b", fault(status, code, "", "", ""), false);
        assertThat(late).hasSameClassAs(early).hasMessage(early.getMessage());
        assertThat(late.status()).isEqualTo(status);
    }

    @Test
    void aMessageIsOneLineWithTheStoresOwnWords() {
        XmlFault fault = fault(403, "AccessDenied", "Access\nDenied", "ABC", "");
        assertThat(errors.of(errors.what("GET", "a\nb"), fault, false))
                .hasMessage("GET s3://b/a\\nb: 403 AccessDenied: Access\\nDenied (request ABC)");
    }

    @Test
    void theRightRegionIsNamed() {
        byte[] body = "<Error><Code>AuthorizationHeaderMalformed</Code><Region>eu-west-1</Region></Error>"
                .getBytes(StandardCharsets.UTF_8);
        assertThat(errors.of("LIST s3://b", XmlFault.parse(400, body, Map.of("RequestId", "", "Region", "")), false))
                .hasMessage("LIST s3://b: the bucket s3://b is in region eu-west-1, not us-east-1");
        assertThat(errors.of(
                        "LIST s3://b",
                        XmlFault.parse(301, new byte[0], Map.of("RequestId", "", "Region", "eu-west-1")),
                        false))
                .hasMessageContaining("is in region eu-west-1, not us-east-1");
    }

    @Test
    void aMissingBucketIsReportedPlainly() {
        assertThat(errors.of("LIST s3://b", fault(404, "NoSuchBucket", "x", "", ""), false))
                .hasMessage("LIST: no such bucket: s3://b");
    }

    @Test
    void aWrongClockIsToldPlainly() {
        assertThat(errors.of("LIST s3://b", fault(403, "RequestTimeTooSkewed", "", "", ""), false))
                .hasMessageContaining("clock of this machine");
    }

    @Test
    void anAnswerThatIsNoXmlIsStillARefusal() {
        XmlFault fault = notXml(502, "<html><hr>Bad Gateway");
        assertThat(fault.code()).isEmpty();
        assertThat(errors.of("GET s3://b/k", fault, false))
                .isInstanceOf(TransientException.class)
                .hasMessage(
                        "GET s3://b/k: 502: the answer is an HTML page; does a proxy or another service answer in the"
                                + " store's place? (request R)");
        assertThat(notXml(502, "{\"status\":\"no store\"}").message()).isEmpty();
        assertThat(notXml(502, "no store ".repeat(100)).message()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html>\r\n<head><title>400 No required SSL certificate was sent</title></head>",
                "<!DOCTYPE html PUBLIC \"-//W3C//DTD HTML 4.01//EN\"><html><TITLE>\n400 No required SSL certificate was sent ",
                "<?xml version=\"1.0\"?>\n<!DOCTYPE html><title>400 No required SSL certificate was sent</title>",
            })
    void theTitleOfAGatewaysPageIsTold(String page) {
        assertThat(errors.of("GET s3://b/k", notXml(400, page), false))
                .hasMessage(
                        "GET s3://b/k: 400: the answer is an HTML page, \"400 No required SSL certificate was sent\";"
                                + " does a proxy or another service answer in the store's place? (request R)");
    }

    @Test
    void aGatewaysOnlyLineIsTold() {
        XmlFault fault = notXml(503, "no healthy upstream\n");
        assertThat(fault.code()).isEmpty();
        assertThat(errors.of("GET s3://b/k", fault, false))
                .hasMessage("GET s3://b/k: 503: no healthy upstream (request R)");
    }

    private static XmlFault notXml(int status, String body) {
        return XmlFault.parse(status, body.getBytes(StandardCharsets.UTF_8), Map.of("RequestId", "R", "Region", ""));
    }

    @Test
    void brokenConnectionsPass() {
        assertThat(StoreErrors.io("GET s3://b/k", new IOException("Connection reset")))
                .isInstanceOf(TransientException.class)
                .hasMessage("GET s3://b/k: Connection reset");
        assertThat(StoreErrors.io("GET s3://b/k", new UnknownHostException("s3.eu-wset-1.amazonaws.com")))
                .hasMessageContaining("no such host: s3.eu-wset-1.amazonaws.com");
    }

    private static XmlFault fault(int status, String code, String message, String requestId, String region) {
        return new XmlFault(status, Map.of("Code", code, "Message", message, "RequestId", requestId, "Region", region));
    }
}
