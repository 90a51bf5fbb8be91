package dev.caravan.local;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Reads the flat request documents of S3: a list of elements of one name, each with text children. */
final class XmlReader {
    private static final XMLInputFactory FACTORY = XMLInputFactory.newFactory();

    static {
        FACTORY.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        FACTORY.setProperty(XMLInputFactory.IS_COALESCING, true);
    }

    private XmlReader() {}

    /**
     * Returns the children of every {@code element} by name. Throws {@code MalformedXML} if the document is invalid.
     */
    static List<Map<String, String>> elements(byte[] document, String root, String element) {
        List<Map<String, String>> found = new ArrayList<>();
        try {
            XMLStreamReader reader = FACTORY.createXMLStreamReader(new ByteArrayInputStream(document));
            reader.nextTag();
            if (!reader.getLocalName().equals(root)) {
                throw S3Error.malformedXml();
            }
            Map<String, String> current = null;
            while (reader.hasNext()) {
                int event = reader.next();
                if (event == XMLStreamConstants.START_ELEMENT) {
                    if (reader.getLocalName().equals(element)) {
                        current = new LinkedHashMap<>();
                        found.add(current);
                    } else if (current != null) {
                        current.put(reader.getLocalName(), reader.getElementText());
                    }
                } else if (event == XMLStreamConstants.END_ELEMENT
                        && reader.getLocalName().equals(element)) {
                    current = null;
                }
            }
        } catch (XMLStreamException e) {
            throw S3Error.malformedXml();
        }
        return found;
    }

    /** Returns the value of a top-level switch such as {@code <Quiet>true</Quiet>}. It doesn't need a full parse. */
    static boolean isTrue(String document, String element) {
        return document.contains("<" + element + ">true</" + element + ">");
    }
}
