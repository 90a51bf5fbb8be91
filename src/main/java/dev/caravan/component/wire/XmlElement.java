package dev.caravan.component.wire;

import com.fasterxml.aalto.UncheckedStreamException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** An element of a short document, bounded in number and depth of the elements below it. */
public final class XmlElement {

    private static final int MOST_ELEMENTS = 100_000;
    private static final int GREATEST_DEPTH = 100;

    private final String name;
    private final StringBuilder text = new StringBuilder(0);
    private final List<XmlElement> children = new ArrayList<>(0);

    private XmlElement(String name) {
        this.name = name;
    }

    /** Reads the element that begins at the reader's position. */
    static XmlElement read(XMLStreamReader reader) throws XMLStreamException {
        XmlElement element = new XmlElement(reader.getLocalName());
        element.fill(reader);
        return element;
    }

    /** Reads the element like {@link #read}, with the elements that end before a fault of the document. */
    static XmlElement readUpToFault(XMLStreamReader reader) {
        XmlElement element = new XmlElement(reader.getLocalName());
        try {
            element.fill(reader);
        } catch (XMLStreamException e) {
            // The rest of the document can't be read.
        }
        return element;
    }

    private void fill(XMLStreamReader reader) throws XMLStreamException {
        Deque<XmlElement> open = new ArrayDeque<>();
        open.push(this);
        int count = 1;
        while (!open.isEmpty()) {
            switch (reader.next()) {
                case XMLStreamReader.START_ELEMENT -> {
                    if (count++ == MOST_ELEMENTS || open.size() == GREATEST_DEPTH) {
                        throw new XMLStreamException("it has too many elements");
                    }
                    open.push(new XmlElement(reader.getLocalName()));
                }
                case XMLStreamReader.END_ELEMENT -> {
                    XmlElement ended = open.pop();
                    if (!open.isEmpty()) {
                        open.element().children.add(ended);
                    }
                }
                case XMLStreamReader.CHARACTERS, XMLStreamReader.CDATA ->
                    open.element().append(reader);
                default -> {
                    // Comments and similar content are ignored.
                }
            }
        }
    }

    private void append(XMLStreamReader reader) throws XMLStreamException {
        try {
            text.append(StoreXml.restored(reader.getText()));
        } catch (UncheckedStreamException e) {
            // The reader reads a text on only here.
            throw new XMLStreamException(e.getMessage(), e);
        }
    }

    public String name() {
        return name;
    }

    public List<XmlElement> children() {
        return children;
    }

    /** Returns the elements of this name at any depth below this one. */
    public List<XmlElement> all(String wanted) {
        List<XmlElement> found = new ArrayList<>();
        for (XmlElement child : children) {
            if (child.name.equals(wanted)) {
                found.add(child);
            }
            found.addAll(child.all(wanted));
        }
        return found;
    }

    /** Returns the text between the tags of this element. */
    public String text() {
        return text.toString();
    }

    /** Returns the text of a child; empty if absent. */
    public String text(String child) {
        for (XmlElement each : children) {
            if (each.name.equals(child)) {
                return each.text();
            }
        }
        return "";
    }

    /** Returns the text of a child without outer white space; empty if absent. */
    public String word(String child) {
        return text(child).strip();
    }
}
