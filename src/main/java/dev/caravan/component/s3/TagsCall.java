package dev.caravan.component.s3;

import dev.caravan.component.wire.AnswerXml;
import dev.caravan.component.wire.StoreXml;
import dev.caravan.job.Printable;
import java.util.HashMap;
import java.util.Map;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** GetObjectTagging. */
final class TagsCall {

    private final S3Wire wire;

    TagsCall(S3Wire wire) {
        this.wire = wire;
    }

    Map<String, String> tags(String key) {
        S3Request get = S3Request.object("GET", "GET TAGS of", key).query("tagging=");
        byte[] body = wire.sendForBody(get);
        Map<String, String> tags = new HashMap<>();
        try {
            XMLStreamReader reader = AnswerXml.root(body);
            boolean set = false;
            while (reader.hasNext()) {
                if (reader.next() == XMLStreamReader.START_ELEMENT) {
                    set |= reader.getLocalName().equals("TagSet");
                    if (set && reader.getLocalName().equals("Tag")) {
                        tag(reader, tags);
                    }
                }
            }
            if (!set) {
                throw S3Errors.nonsense(wire.what(get), "it has no set of tags");
            }
        } catch (XMLStreamException e) {
            throw S3Errors.nonsense(
                    wire.what(get), "it can't be read: " + Printable.of(String.valueOf(e.getMessage())));
        }
        return tags;
    }

    private static void tag(XMLStreamReader reader, Map<String, String> tags) throws XMLStreamException {
        String name = "";
        String value = "";
        while (reader.nextTag() == XMLStreamReader.START_ELEMENT) {
            switch (reader.getLocalName()) {
                case "Key" -> name = reader.getElementText();
                case "Value" -> value = reader.getElementText();
                default -> StoreXml.skip(reader);
            }
        }
        tags.put(name, value);
    }
}
