package dev.caravan.component.cos;

import dev.caravan.component.wire.Answer;
import dev.caravan.component.wire.AnswerXml;
import dev.caravan.component.wire.StoreXml;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * What COS said when it refused a request.
 *
 * @param status the HTTP status
 * @param code COS's error code; empty where the answer has no body, as that to a HEAD
 * @param message its words; may be empty
 * @param requestId by which its operators find the request; may be empty
 */
record CosFault(int status, String code, String message, String requestId) {

    /** Reads the answer's body, within bounds, and lets go of its connection. What can't be read is left empty. */
    static CosFault read(Answer answer) {
        return parse(answer.status(), answer.refusal(), answer.header("x-cos-request-id"));
    }

    static CosFault parse(int status, byte[] body, String requestIdHeader) {
        String code = "";
        String message = "";
        String requestId = requestIdHeader;
        if (body.length > 0) {
            try {
                XMLStreamReader reader = AnswerXml.root(body, "Error");
                while (reader.nextTag() == XMLStreamReader.START_ELEMENT) {
                    switch (reader.getLocalName()) {
                        case "Code" -> code = reader.getElementText();
                        case "Message" -> message = reader.getElementText();
                        case "RequestId" -> requestId = reader.getElementText();
                        default -> StoreXml.skip(reader);
                    }
                }
            } catch (XMLStreamException ignored) {
                // Not every gateway answers with COS's XML.
            }
        }
        return new CosFault(status, code, message.isEmpty() ? AnswerXml.page(body) : message, requestId);
    }
}
