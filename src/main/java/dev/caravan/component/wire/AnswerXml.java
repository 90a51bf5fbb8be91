package dev.caravan.component.wire;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
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

    /** Within so many bytes a page says that it is one. */
    private static final int BEGINNING = 512;

    private AnswerXml() {}

    /** What to say of a refusal without a store's own words: that it is a web page, where it is one; else nothing. */
    public static String page(byte[] body) {
        String begin = new String(body, 0, Math.min(body.length, BEGINNING), StandardCharsets.UTF_8)
                .stripLeading()
                .toLowerCase(Locale.ROOT);
        return begin.startsWith("<!doctype html") || begin.startsWith("<html")
                ? "the answer is an HTML page; does a proxy or another service answer in the store's place?"
                : "";
    }

    /**
     * The texts of the elements below the root, by their names, whatever the root is called.
     *
     * @param what was tried, for messages
     * @param names of the elements whose texts are wanted
     */
    public static Map<String, String> texts(String what, byte[] body, String... names) {
        Map<String, String> texts = new HashMap<>();
        try {
            StoreXml.texts(root(body), Set.of(names), texts);
        } catch (XMLStreamException e) {
            throw StoreErrors.unreadable(what, e);
        }
        return texts;
    }

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
