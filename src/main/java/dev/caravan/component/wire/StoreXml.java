package dev.caravan.component.wire;

import com.fasterxml.aalto.stax.InputFactoryImpl;
import java.io.InputStream;
import java.util.Map;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Reads XML from stores, which is hostile: no document types, no entities but the five of XML itself. */
public final class StoreXml {

    private static final XMLInputFactory FACTORY = factory();

    private StoreXml() {}

    private static XMLInputFactory factory() {
        InputFactoryImpl factory = new InputFactoryImpl();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        return factory;
    }

    public static XMLStreamReader reader(InputStream in) throws XMLStreamException {
        return FACTORY.createXMLStreamReader(in);
    }

    /**
     * Reads the elements below the one that the reader has just entered.
     *
     * @param names of the elements whose texts are wanted
     * @param into gets each text as soon as it is read, by the name of its element
     */
    public static void texts(XMLStreamReader reader, Set<String> names, Map<String, String> into)
            throws XMLStreamException {
        while (reader.nextTag() == XMLStreamReader.START_ELEMENT) {
            String name = reader.getLocalName();
            if (names.contains(name)) {
                into.put(name, reader.getElementText());
            } else {
                skip(reader);
            }
        }
    }

    /** Skips the element that the reader has just entered, with all that is in it. */
    public static void skip(XMLStreamReader reader) throws XMLStreamException {
        int depth = 1;
        while (depth > 0) {
            int event = reader.next();
            if (event == XMLStreamReader.START_ELEMENT) {
                depth++;
            } else if (event == XMLStreamReader.END_ELEMENT) {
                depth--;
            }
        }
    }
}
