package dev.caravan.component.wire;

import com.fasterxml.aalto.stax.InputFactoryImpl;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Reads hostile XML from stores: no document types, and only XML's five entities. */
public final class StoreXml {

    private static final XMLInputFactory FACTORY = factory();

    /** Begins the two characters that replace one that XML 1.0 can't have, or this one itself. XML can have it. */
    private static final char ESCAPE = '\ufdd0';

    /** Exchanged in a replaced character, which becomes one that XML can have, and back. */
    private static final int FLIPPED = 0x4000;

    /** Matches references to the characters to replace, and these characters. */
    private static final Pattern ILLEGAL =
            Pattern.compile("&#(?:x0*([0-8bcBCefEF]|1[0-9a-fA-F]|[fF]{3}[eEfF]|[fF][dD]{2}0)"
                    + "|0*([0-8]|1[124-9]|2[0-9]|3[01]|64976|65534|65535));"
                    + "|[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\ufffe\\uffff" + ESCAPE + "]");

    private static final Pattern ESCAPED = Pattern.compile(ESCAPE + "(.)");

    private static final Pattern HTML = Pattern.compile("(?i)(<\\?xml[^>]*>\\s*)?<(!doctype )?html");

    private static final Pattern TITLE = Pattern.compile("(?i)<title>([^<]{1,200})");

    /** The largest text in bytes that is worth showing. */
    private static final int LONGEST_LINE = 200;

    private StoreXml() {}

    private static XMLInputFactory factory() {
        InputFactoryImpl factory = new InputFactoryImpl();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        return factory;
    }

    static XMLStreamReader reader(InputStream in) throws XMLStreamException {
        return FACTORY.createXMLStreamReader(in);
    }

    static void skip(XMLStreamReader reader) throws XMLStreamException {
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

    /** Returns a sentence about the body of a refusal without the store's error: its title or line; may be empty. */
    public static String page(byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8).strip();
        if (HTML.matcher(text).lookingAt()) {
            Matcher title = TITLE.matcher(text);
            return "the answer is an HTML page"
                    + (title.find() ? ", \"" + title.group(1).strip() + '"' : "")
                    + "; does a proxy or another service answer in the store's place?";
        }
        // Envoy and others explain themselves in one line.
        return body.length <= LONGEST_LINE && !text.startsWith("<") && !text.startsWith("{") ? text : "";
    }

    /** Reads a short document, which may have a key with characters that XML 1.0 can't have (U+0001). */
    public static XmlElement document(byte[] body) throws XMLStreamException {
        return XmlElement.read(root(body));
    }

    /** Reads a short document like {@link #document}, up to a fault after the beginning of its root. */
    static XmlElement upToFault(byte[] body) throws XMLStreamException {
        return XmlElement.readUpToFault(root(body));
    }

    private static XMLStreamReader root(byte[] body) throws XMLStreamException {
        XMLStreamReader reader = legal(body);
        reader.nextTag();
        return reader;
    }

    /** Reads a document after replacing its characters that XML 1.0 can't have; {@link #restored} restores them. */
    static XMLStreamReader legal(byte[] body) throws XMLStreamException {
        // Complete may send white space ahead of its answer to keep the connection alive.
        String text = new String(body, StandardCharsets.UTF_8).stripLeading();
        String legal = ILLEGAL.matcher(text).replaceAll(found -> "" + ESCAPE + (char) (illegal(found) ^ FLIPPED));
        return reader(new ByteArrayInputStream(legal.getBytes(StandardCharsets.UTF_8)));
    }

    private static int illegal(MatchResult found) {
        if (found.group(1) != null) {
            return Integer.parseInt(found.group(1), 16);
        }
        return found.group(2) != null
                ? Integer.parseInt(found.group(2))
                : found.group().charAt(0);
    }

    /** Returns a text of a document of {@link #legal} as the store sent it. */
    static String restored(String text) {
        return text.indexOf(ESCAPE) < 0
                ? text
                : ESCAPED.matcher(text)
                        .replaceAll(found -> "" + (char) (found.group(1).charAt(0) ^ FLIPPED));
    }
}
