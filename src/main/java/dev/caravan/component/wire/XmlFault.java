package dev.caravan.component.wire;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLStreamException;

/**
 * A refusal in the error document that Amazon S3, Aliyun OSS and Tencent COS share. In a broken document the text
 * before the fault counts. For an unreadable one the status is enough.
 *
 * @param texts the document's texts by element name
 */
public record XmlFault(int status, Map<String, String> texts) {

    private static final List<String> NAMES = List.of("Code", "Message", "RequestId", "Region", "EC", "Endpoint");

    /** Reads an error with the status 200. */
    static XmlFault of(XmlElement error) {
        Map<String, String> texts = new HashMap<>();
        add(error, texts);
        return new XmlFault(200, texts);
    }

    /**
     * Reads an answer's body within bounds and releases the connection; {@code headerTexts} has header values by element name,
     * which the document overrides.
     */
    public static XmlFault read(Answer answer, Map<String, String> headerTexts) {
        return parse(answer.status(), answer.refusal(), headerTexts);
    }

    public static XmlFault parse(int status, byte[] body, Map<String, String> headerTexts) {
        Map<String, String> texts = new HashMap<>(headerTexts);
        try {
            XmlElement error = StoreXml.upToFault(body);
            if (error.name().equals("Error")) {
                add(error, texts);
            }
        } catch (XMLStreamException ignored) {
            // Not every gateway answers with XML.
        }
        if (texts.getOrDefault("Message", "").isEmpty()) {
            texts.put("Message", StoreXml.page(body));
        }
        return new XmlFault(status, texts);
    }

    private static void add(XmlElement error, Map<String, String> texts) {
        for (String name : NAMES) {
            texts.merge(name, error.text(name), (header, text) -> text.isEmpty() ? header : text);
        }
    }

    /** Returns the store's error code; empty without a readable body. */
    public String code() {
        return text("Code").strip();
    }

    public String message() {
        return text("Message");
    }

    /** Returns the store's request ID; may be empty. */
    public String requestId() {
        return text("RequestId");
    }

    /** Returns another text of the document; empty if absent. */
    public String text(String name) {
        return texts.getOrDefault(name, "");
    }
}
