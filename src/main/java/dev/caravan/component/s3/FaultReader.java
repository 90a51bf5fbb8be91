package dev.caravan.component.s3;

import dev.caravan.component.wire.Answer;
import dev.caravan.component.wire.AnswerXml;
import dev.caravan.component.wire.StoreXml;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Reads a refusal. What can't be read is left empty: the status alone says enough to go on. */
final class FaultReader {

    private FaultReader() {}

    /** Reads the answer's body, within bounds, and lets go of its connection. */
    static S3Fault read(Answer answer) {
        return parse(
                answer.status(),
                answer.refusal(),
                answer.header("x-amz-request-id"),
                answer.header("x-amz-bucket-region"));
    }

    static S3Fault parse(int status, byte[] body, String requestIdHeader, String regionHeader) {
        String code = "";
        String message = "";
        String requestId = requestIdHeader;
        String region = regionHeader;
        if (body.length > 0) {
            try {
                XMLStreamReader reader = AnswerXml.root(body);
                if (reader.getLocalName().equals("Error")) {
                    while (reader.nextTag() == XMLStreamReader.START_ELEMENT) {
                        switch (reader.getLocalName()) {
                            case "Code" -> code = reader.getElementText();
                            case "Message" -> message = reader.getElementText();
                            case "RequestId" -> requestId = reader.getElementText();
                            case "Region" -> region = reader.getElementText();
                            default -> StoreXml.skip(reader);
                        }
                    }
                }
            } catch (XMLStreamException ignored) {
                // Not every gateway answers with S3's XML.
            }
        }
        return new S3Fault(status, code, message.isEmpty() ? AnswerXml.page(body) : message, requestId, region);
    }
}
