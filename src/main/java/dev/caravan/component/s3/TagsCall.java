package dev.caravan.component.s3;

import dev.caravan.component.wire.XmlElement;
import java.util.HashMap;
import java.util.Map;

/** GetObjectTagging. */
record TagsCall(S3Wire wire) {

    /** Returns an object's tags; {@code versionId} is empty for the current version. */
    Map<String, String> tags(String key, String versionId) {
        S3Request get = S3Request.object("GET", "GET TAGS of", key).parameter("tagging", "");
        GetObjectCall.version(get, versionId);
        XmlElement document = wire.document(get);
        if (document.all("TagSet").isEmpty()) {
            throw S3Errors.nonsense(wire.what(get), "it has no set of tags");
        }
        Map<String, String> tags = new HashMap<>();
        document.all("Tag").forEach(tag -> tags.put(tag.text("Key"), tag.text("Value")));
        return tags;
    }
}
