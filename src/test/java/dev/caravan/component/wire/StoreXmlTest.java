package dev.caravan.component.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoreXmlTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"&#x1;", "&#x1F;", "&#x0b;", "&#0;", "&#31;", "&#8;", "&#xFFFE;", "\u0001", "\u001f", "\uffff"})
    void aKeyThatIsNoXmlIsNoObstacle(String odd) throws XMLStreamException {
        assertThat(key("a" + odd + "b")).isEqualTo("a?b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"&#x9;", "&#xA;", "&#13;", "&#x1F600;", "&amp;"})
    void whatIsLegalStays(String legal) throws XMLStreamException {
        assertThat(key("a" + legal + "b")).doesNotContain("?").startsWith("a").endsWith("b");
    }

    private static String key(String text) throws XMLStreamException {
        String xml = "\n  <?xml version=\"1.0\"?>\n\n<Result><Key>" + text + "</Key></Result>";
        XMLStreamReader reader = StoreXml.root(xml.getBytes(StandardCharsets.UTF_8));
        assertThat(reader.getLocalName()).isEqualTo("Result");
        reader.nextTag();
        return reader.getElementText();
    }
}
