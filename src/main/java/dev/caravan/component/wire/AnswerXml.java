package dev.caravan.component.wire;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Opens the short answers that repeat a key. A key with control characters makes them documents that no parser of XML 1.0
 * accepts (a reference to U+0001); nothing is read from the repeated key, so such references are taken out first.
 */
public final class AnswerXml {

    private static final Pattern ILLEGAL =
            Pattern.compile("&#(?:x0*(?:[0-8bcBCefEF]|1[0-9a-fA-F]|[fF]{3}[eEfF])|0*(?:[0-8]|1[124-9]|2[0-9]|3[01]));");
    private static final Pattern RAW = Pattern.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\ufffe\\uffff]");

    private AnswerXml() {}

    /** A reader that stands on the root element, which must be the one that such an answer has. */
    public static XMLStreamReader root(byte[] body, String name) throws XMLStreamException {
        XMLStreamReader reader = root(body);
        if (!reader.getLocalName().equals(name)) {
            throw new XMLStreamException("it is no " + name + " but " + reader.getLocalName());
        }
        return reader;
    }

    /** A reader that stands on the root element. */
    public static XMLStreamReader root(byte[] body) throws XMLStreamException {
        // Complete may send white space ahead of its answer to keep the connection alive.
        String text = new String(body, StandardCharsets.UTF_8).stripLeading();
        String legal = RAW.matcher(ILLEGAL.matcher(text).replaceAll("?")).replaceAll("?");
        XMLStreamReader reader = StoreXml.reader(new ByteArrayInputStream(legal.getBytes(StandardCharsets.UTF_8)));
        reader.nextTag();
        return reader;
    }
}
