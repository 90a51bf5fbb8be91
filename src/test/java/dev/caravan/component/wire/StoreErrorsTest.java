package dev.caravan.component.wire;

import static dev.caravan.local.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.caravan.store.TransientException;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLException;
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
