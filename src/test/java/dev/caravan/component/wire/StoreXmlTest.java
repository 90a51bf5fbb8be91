package dev.caravan.component.wire;

import static dev.caravan.local.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import javax.xml.stream.XMLStreamException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StoreXmlTest {

    @ParameterizedTest
    @CsvSource({
        "&#x1;, 01",
        "&#x1F;, 1f",
        "&#x0b;, 0b",
        "&#0;, 00",
        "&#31;, 1f",
        "&#8;, 08",
        "&#xFFFE;, fffe",
        "&#xffff;, ffff",
        "&#65534;, fffe",
        "&#xFDD0;, fdd0",
        "&#64976;, fdd0",
        "\ufdd0, fdd0",
        "\ufdd1, fdd1",
        "\u4001, 4001",
        "'\u0001', 01",
        "'\u001f', 1f",
        "\ufffe, fffe",
        "\uffff, ffff"
    })
    void aKeyThatIsNoXmlIsReadAsItIs(String odd, String code) throws XMLStreamException {
        char c = (char) Integer.parseInt(code, 16);
        assertThat(key("a" + odd + "b" + odd + odd)).isEqualTo("a" + c + "b" + c + c);
    }

    @ParameterizedTest
    @ValueSource(strings = {"&#x9;", "&#xA;", "&#13;", "&#x1F600;", "&amp;"})
    void whatIsLegalStays(String legal) throws XMLStreamException {
        assertThat(key("a" + legal + "b")).doesNotContain("?").startsWith("a").endsWith("b");
    }

    @Test
    void hostileDocumentsAreBounded() {
        assertThatThrownBy(() -> document("<a>".repeat(1_000_000))).isInstanceOf(XMLStreamException.class);
        assertThatThrownBy(() -> document("<a>" + "<b/>".repeat(200_000) + "</a>"))
                .isInstanceOf(XMLStreamException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "<a>", "<a>text", "<a>&unknown;</a>", "<a>&#</a>", "<a>]]></a>", "<a><b></a>", "no XML"})
    void brokenDocumentsAreRefused(String xml) {
        assertThatThrownBy(() -> document(xml)).isInstanceOf(XMLStreamException.class);
    }

    @Test
    void textsOfElementsAreFoundAtAnyDepth() throws XMLStreamException {
        XmlElement document = document("<a> <b>1<!-- no -->2</b><c><b><![CDATA[<3>]]></b></c><d/></a>");
        assertThat(document.all("b")).extracting(XmlElement::text).containsExactly("12", "<3>");
        assertThat(document.text("b")).isEqualTo("12");
        assertThat(document.text("d")).isEmpty();
        assertThat(document.text("e")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"<Resource>/b/a&b</Resource></Error>", "<Resource>", "<Resource", "</Oops>"})
    void aBrokenErrorSaysWhatPrecedesTheFault(String fault) {
        XmlFault error = fault("<Error><Code>SlowDown</Code><Message>words</Message>" + fault);
        assertThat(error.code()).isEqualTo("SlowDown");
        assertThat(error.message()).isEqualTo("words");
    }

    @Test
    void halfACodeIsNone() {
        assertThat(fault("<Error><Code>NoSuchK").code()).isEmpty();
    }

    private static XmlFault fault(String xml) {
        return XmlFault.parse(503, xml.getBytes(StandardCharsets.UTF_8), Map.of());
    }

    private static XmlElement document(String xml) throws XMLStreamException {
        return StoreXml.document(xml.getBytes(StandardCharsets.UTF_8));
    }

    private static String key(String text) throws XMLStreamException {
        String xml = "\n  <?xml version=\"1.0\"?>\n\n<Result><Key>" + text + "</Key></Result>";
        XmlElement result = document(xml);
        assertThat(result.name()).isEqualTo("Result");
        return result.text("Key");
    }
}
