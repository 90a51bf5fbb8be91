package dev.caravan.component.s3;

import dev.caravan.component.wire.StoreDates;
import dev.caravan.component.wire.StoreXml;
import dev.caravan.store.BegunUpload;
import dev.caravan.store.EncodedKey;
import java.nio.charset.CharacterCodingException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Requests a page of ListMultipartUploads for one key, whose own uploads precede those of longer keys.
 *
 * @param encoded whether to request percent-encoded keys
 */
record ListUploadsCall(S3Wire wire, boolean encoded) {

    /** Returns at most 1,000 uploads. */
    List<BegunUpload> uploads(String key) {
        S3Request list = S3Request.bucket("GET", "LIST UPLOADS");
        if (encoded) {
            list.parameter("encoding-type", "url");
        }
        list.parameter("max-uploads", 1000).parameter("prefix", key).parameter("uploads", "");
        try {
            return page(StoreXml.root(wire.sendForBody(list), "ListMultipartUploadsResult"), key);
        } catch (XMLStreamException | DateTimeException | CharacterCodingException e) {
            throw S3Errors.unreadable(wire.what(list), e);
        }
    }

    private List<BegunUpload> page(XMLStreamReader reader, String key)
            throws XMLStreamException, CharacterCodingException {
        List<BegunUpload> found = new ArrayList<>();
        while (reader.nextTag() == XMLStreamReader.START_ELEMENT) {
            if (reader.getLocalName().equals("Upload")) {
                upload(reader, key, found);
            } else {
                StoreXml.skip(reader);
            }
        }
        return found;
    }

    private void upload(XMLStreamReader reader, String key, List<BegunUpload> found)
            throws XMLStreamException, CharacterCodingException {
        Map<String, String> upload = new HashMap<>();
        StoreXml.texts(reader, Set.of("Key", "UploadId", "Initiated"), upload);
        String listed = upload.getOrDefault("Key", "");
        String id = upload.getOrDefault("UploadId", "");
        String initiated = upload.getOrDefault("Initiated", "").strip();
        if (key.equals(encoded ? EncodedKey.decode(listed) : listed) && !id.isEmpty()) {
            found.add(new BegunUpload(id, initiated.isEmpty() ? Instant.EPOCH : StoreDates.listed(initiated)));
        }
    }
}
