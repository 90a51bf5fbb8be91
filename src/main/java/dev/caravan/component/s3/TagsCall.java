package dev.caravan.component.s3;

import dev.caravan.component.wire.StoreXml;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** GetObjectTagging. */
record TagsCall(S3Wire wire) {

    /** Returns an object's tags; {@code versionId} is empty for the current version. */
    Map<String, String> tags(String key, String versionId) {
        S3Request get = S3Request.object("GET", "GET TAGS of", key).parameter("tagging", "");
        GetObjectCall.version(get, versionId);
        byte[] body = wire.sendForBody(get);
        Map<String, String> tags = new HashMap<>();
        boolean set = false;
        try {
            XMLStreamReader reader = StoreXml.root(body);
            while (reader.hasNext()) {
                if (reader.next() == XMLStreamReader.START_ELEMENT) {
                    set |= reader.getLocalName().equals("TagSet");
                    if (set && reader.getLocalName().equals("Tag")) {
                        Map<String, String> tag = new HashMap<>();
                        StoreXml.texts(reader, Set.of("Key", "Value"), tag);
                        tags.put(tag.getOrDefault("Key", ""), tag.getOrDefault("Value", ""));
                    }
                }
            }
        } catch (XMLStreamException e) {
            throw S3Errors.unreadable(wire.what(get), e);
        }
        if (!set) {
            throw S3Errors.nonsense(wire.what(get), "it has no set of tags");
        }
        return tags;
    }
}
