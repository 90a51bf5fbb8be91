package dev.caravan.component.wire;

import static dev.caravan.local.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.caravan.job.Proxy;
import dev.caravan.store.InvalidException;
import dev.caravan.store.StoreException;
import dev.caravan.store.TransientException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.xml.stream.XMLStreamException;
import org.junit.jupiter.api.Test;

class StoreErrorsTest {

    @Test
    void aServerWithoutTlsIsNamed() {
        assertThat(StoreErrors.io("LIST s3://b", new SSLException("Unsupported or unrecognized SSL message")))
                .isInstanceOf(TransientException.class)
                .hasMessage(
                        "LIST s3://b: TLS failed: the other side answers without TLS; is its address one with http://?");
    }

    @Test
    void aRequestThatIsTooLargeForAProxyNamesItsSetting() {
        assertThat(StoreErrors.ofStatus("PUT s3://b/k: 413", 413, ""))
                .isInstanceOf(InvalidException.class)
                .hasMessage("PUT s3://b/k: 413 (it takes no request of this size; in nginx: client_max_body_size)");
    }

    @Test
    void aServerThatRefusesTlsAtTheStartEndsTheRun() {
        for (String said : List.of(
                "Received fatal alert: protocol_version",
                "(handshake_failure) Received fatal alert: handshake_failure",
                "The server selected protocol version TLS10 is not accepted by client preferences [TLS13, TLS12]")) {
            assertThat(atStart(said))
                    .isInstanceOf(InvalidException.class)
                    .hasMessage("LIST s3://b: TLS failed: " + said
                            + " (Caravan speaks TLS 1.2 and 1.3, and has no certificate of a client)");
        }
        for (String passing : List.of("Remote host terminated the handshake", "Received fatal alert: internal_error")) {
            assertThat(atStart(passing)).isInstanceOf(TransientException.class);
        }
    }

    private static StoreException atStart(String said) {
        return atStart(new SSLHandshakeException(said));
    }

    private static StoreException atStart(SSLException e) {
        return StoreErrors.atStart((TransientException) StoreErrors.io("LIST s3://b", e));
    }

    @Test
    void aSilentProxyAtTheStartEndsTheRun() {
        IOException silent =
                ProxyException.exceeds(Proxy.parse("proxy:3128"), new BoundExceededException("no answer in 50 s"));
        assertThat(StoreErrors.atStart((TransientException) StoreErrors.io("LIST s3://b", silent)))
                .isInstanceOf(InvalidException.class)
                .hasMessage("LIST s3://b: the proxy http://proxy:3128: no answer in 50 s");
    }

    @Test
    void aRefusedCertificateIsExplainedWithoutNamesOfClasses() {
        for (Map.Entry<CertificateException, String> refused : Map.<CertificateException, String>of(
                        new CertificateExpiredException("NotAfter: Sun Nov 29 2026"),
                        ", or one that it depends on, has expired: NotAfter: Sun Nov 29 2026"
                                + " (or is the clock of this machine wrong?)",
                        new CertificateNotYetValidException("NotBefore: Sat Dec 5 2026"),
                        ", or one that it depends on, isn't valid yet: NotBefore: Sat Dec 5 2026"
                                + " (or is the clock of this machine wrong?)",
                        new CertificateException("No name matching localhost found"),
                        " is for another name: No name matching localhost found",
                        new CertificateException("no path"),
                        " isn't trusted: no path (--ca-bundle and AWS_CA_BUNDLE name a file of other authorities)")
                .entrySet()) {
            CertificateException ofJava = new CertificateException(
                    "PKIX path validation failed: " + refused.getKey(),
                    new CertPathValidatorException("validity check failed", refused.getKey()));
            assertThat(atStart(new SSLException(ofJava.getMessage(), ofJava)))
                    .isInstanceOf(InvalidException.class)
                    .hasMessage("LIST s3://b: TLS failed: the server's certificate" + refused.getValue());
        }
    }

    @Test
    void aDocumentThatEndsTooEarlyAnywhereIsCutOff() {
        String whole = "<?xml version=\"1.0\"?>\n<a b=\"c\"><!-- d --><e>f &amp; g</e><h/><![CDATA[i]]></a>";
        for (int length = 0; length < whole.length(); length++) {
            byte[] begin = whole.substring(0, length).getBytes(StandardCharsets.UTF_8);
            XMLStreamException unread = catchThrowableOfType(XMLStreamException.class, () -> StoreXml.document(begin));
            assertThat(StoreErrors.unreadable("GET s3://b/k", unread))
                    .as(whole.substring(0, length))
                    .isInstanceOf(TransientException.class)
                    .hasMessage("GET s3://b/k: the answer is cut off");
        }
    }
}
