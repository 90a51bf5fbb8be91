package dev.caravan.component.wire;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * What a store said when it refused a request, in the error document that Amazon S3, Aliyun OSS and Tencent COS have in common. What can't
 * be read is left empty: the status alone says enough to go on.
 *
 * @param status the HTTP status
 * @param texts the document's texts by the names of their elements
 */
public record XmlFault(int status, Map<String, String> texts) {

    static final Set<String> NAMES = Set.of("Code", "Message", "RequestId", "Region", "EC", "Endpoint");

    /**
     * Reads an answer's body, within bounds, and lets go of its connection.
     *
     * @param told what the answer's headers tell, by the names of the elements; what the document tells counts more
     */
    public static XmlFault read(Answer answer, Map<String, String> told) {
        return parse(answer.status(), answer.refusal(), told);
    }

    /** Reads a body, as {@link #read}. */
    public static XmlFault parse(int status, byte[] body, Map<String, String> told) {
        Map<String, String> texts = new HashMap<>(told);
        if (body.length > 0) {
            try {
                XMLStreamReader reader = StoreXml.root(body);
                if (reader.getLocalName().equals("Error")) {
                    StoreXml.texts(reader, NAMES, texts);
                }
            } catch (XMLStreamException ignored) {
                // Not every gateway answers with XML.
            }
        }
        if (texts.getOrDefault("Message", "").isEmpty()) {
            texts.put("Message", StoreXml.page(body));
        }
        return new XmlFault(status, texts);
    }

    /** The store's error code; empty where the answer has no readable body. */
    public String code() {
        return text("Code").strip();
    }

    /** The store's words; may be empty. */
    public String message() {
        return text("Message");
    }

    /** By which the store's operators find the request; may be empty. */
    public String requestId() {
        return text("RequestId");
    }

    /** Another text of the document; empty where it has none of this name. */
    public String text(String name) {
        return texts.getOrDefault(name, "");
    }
}
