package dev.caravan.component.oss;

import dev.caravan.component.wire.Answer;
import dev.caravan.component.wire.AnswerXml;
import dev.caravan.component.wire.StoreXml;
import java.util.Base64;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * What OSS said when it refused a request. What can't be read is left empty: the status alone says enough to go on.
 *
 * @param status the HTTP status
 * @param code the error code; empty where the answer has no readable body
 * @param message the store's words; may be empty
 * @param requestId by which Aliyun finds the request; may be empty
 * @param detail the number of the exact cause ({@code EC}); may be empty
 * @param endpoint where the store says that the bucket is; may be empty
 */
record OssFault(int status, String code, String message, String requestId, String detail, String endpoint) {

    /** Reads the answer's body, within bounds, and lets go of its connection. */
    static OssFault read(Answer answer) {
        byte[] body = answer.refusal();
        if (body.length == 0) {
            body = ofHeader(answer.header("x-oss-err"));
        }
        return parse(answer.status(), body, answer.header("x-oss-request-id"), answer.header("x-oss-ec"));
    }

    /** An answer to HEAD has its error in a header. */
    private static byte[] ofHeader(String encoded) {
        try {
            return Base64.getDecoder().decode(encoded.strip());
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    static OssFault parse(int status, byte[] body, String requestIdHeader, String detailHeader) {
        String code = "";
        String message = "";
        String requestId = requestIdHeader;
        String detail = detailHeader;
        String endpoint = "";
        if (body.length > 0) {
            try {
                XMLStreamReader reader = AnswerXml.root(body);
                if (reader.getLocalName().equals("Error")) {
                    while (reader.nextTag() == XMLStreamReader.START_ELEMENT) {
                        switch (reader.getLocalName()) {
                            case "Code" -> code = reader.getElementText();
                            case "Message" -> message = reader.getElementText();
                            case "RequestId" -> requestId = reader.getElementText();
                            case "EC" -> detail = reader.getElementText();
                            case "Endpoint" -> endpoint = reader.getElementText();
                            default -> StoreXml.skip(reader);
                        }
                    }
                }
            } catch (XMLStreamException ignored) {
                // Not every gateway answers with OSS's XML.
            }
        }
        return new OssFault(
                status, code, message.isEmpty() ? AnswerXml.page(body) : message, requestId, detail, endpoint);
    }
}
