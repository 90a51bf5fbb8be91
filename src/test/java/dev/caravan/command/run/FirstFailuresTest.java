package dev.caravan.command.run;

import static dev.caravan.local.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.caravan.component.wire.ProxyException;
import dev.caravan.component.wire.StoreErrors;
import dev.caravan.job.Proxy;
import dev.caravan.progress.Progress;
import dev.caravan.store.InvalidException;
import dev.caravan.store.TransientException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.security.cert.CertificateExpiredException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class FirstFailuresTest {

    private static final Proxy PROXY = Proxy.parse("http://proxy.test:3128");
    private static final String TARGET = "s3.test:443";

    private final Progress progress = new Progress();
    private final FirstFailures first = new FirstFailures(3, progress);
    private final AtomicInteger ends = new AtomicInteger();

    @BeforeEach
    void copyOneObject() {
        first.onEnd(ends::incrementAndGet);
        progress.copied(1, 1);
    }

    private void fail(int times, Throwable failure) {
        for (int i = 0; i < times; i++) {
            first.accept(failure);
        }
    }

    private static Throwable failure(IOException cause) {
        return StoreErrors.io("PUT s3://to/k", cause);
    }

    static Stream<Arguments> obstacles() {
        SSLHandshakeException expired = new SSLHandshakeException("PKIX path validation failed");
        expired.initCause(new CertificateExpiredException("NotAfter: yesterday"));
        return Stream.of(
                arguments(expired, "has expired: NotAfter: yesterday"),
                arguments(new SSLHandshakeException("Received fatal alert: certificate_required"), "TLS failed"),
                arguments(new SSLHandshakeException("Received fatal alert: protocol_version"), "TLS failed"),
                arguments(new ConnectException("s3.test:443"), "can't connect"),
                arguments(new UnknownHostException("s3.test"), "no such host"),
                arguments(ProxyException.unreachable(PROXY, new IOException("timed out")), "can't be reached"),
                arguments(ProxyException.refused(PROXY, TARGET, true, 403, "Forbidden"), "its rules forbid it"),
                arguments(ProxyException.refused(PROXY, TARGET, false, 407, ""), "it wants a user"));
    }

    @ParameterizedTest
    @MethodSource("obstacles")
    void theRunEndsWhereNothingGetsThroughAnyMore(IOException cause, String reason) {
        fail(2, failure(cause));
        assertThat(first.hasEnded()).isFalse();
        fail(2, failure(cause));
        assertThat(ends).hasValue(1);
        assertThat(first.line())
                .startsWith("nothing gets through, 3 objects failed one after another: PUT s3://to/k: ")
                .contains(reason)
                .endsWith("; correct that and run it again, or continue with --stop-after 0");
    }

    @ParameterizedTest
    @CsvSource({"507, XMinioStorageFull", "403, QuotaExceeded"})
    void theRunEndsWhereTheDestinationIsFull(int status, String code) {
        fail(3, StoreErrors.ofStatus("PUT s3://to/k: " + status, status, code));
        assertThat(first.line())
                .startsWith("nothing gets through, 3 objects failed one after another: PUT s3://to/k: " + status);
    }

    @Test
    void theRunEndsWhereTheBucketIsGone() {
        fail(2, new InvalidException("GET s3://from/k: no such bucket: s3://from", 404, InvalidException.NO_BUCKET));
        assertThat(first.hasEnded()).isFalse();
        fail(1, new InvalidException("GET s3://from/l: no such bucket: s3://from", 404, InvalidException.NO_BUCKET));
        assertThat(first.line())
                .startsWith(
                        "nothing gets through, 3 objects failed one after another: GET s3://from/l: no such bucket");
    }

    @Test
    void aCopyBetweenThemShowsThatObjectsGetThrough() {
        for (int i = 0; i < 5; i++) {
            fail(2, failure(new ConnectException("s3.test:443")));
            progress.copied(1, 1);
        }
        assertThat(first.hasEnded()).isFalse();
    }

    static Stream<Throwable> othersMaySucceed() {
        return Stream.of(
                failure(new SocketException("Connection reset")),
                failure(new SSLHandshakeException("Remote host terminated the handshake")),
                failure(ProxyException.refused(PROXY, TARGET, false, 403, "Forbidden")),
                failure(ProxyException.refused(PROXY, TARGET, false, 502, "Bad Gateway")),
                new TransientException("GET s3://from/k: 500", 500, "InternalError", null));
    }

    @ParameterizedTest
    @MethodSource("othersMaySucceed")
    void failuresThatMayConcernOneObjectEndNoRun(Throwable failure) {
        fail(20, failure);
        assertThat(first.hasEnded()).isFalse();
    }
}
