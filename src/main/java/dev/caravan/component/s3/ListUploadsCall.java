package dev.caravan.component.s3;

import dev.caravan.component.wire.AnswerXml;
import dev.caravan.component.wire.KeyEncoding;
import dev.caravan.component.wire.StoreDates;
import dev.caravan.component.wire.StoreXml;
import dev.caravan.job.Printable;
import dev.caravan.store.BegunUpload;
import dev.caravan.store.EncodedKey;
import java.nio.charset.CharacterCodingException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** ListMultipartUploads for one key: one page. The key's own uploads come first of all whose keys begin with it. */
final class ListUploadsCall {

    private final S3Wire wire;
    private final boolean encoded;

    /** @param encoded whether keys are asked for percent-encoded */
    ListUploadsCall(S3Wire wire, boolean encoded) {
        this.wire = wire;
        this.encoded = encoded;
    }

    /** At most 1,000. */
    List<BegunUpload> uploads(String key) {
        StringBuilder query = new StringBuilder(160)
                .append(encoded ? "encoding-type=url&" : "")
                .append("max-uploads=1000&prefix=");
        KeyEncoding.query(query, key);
        S3Request list = S3Request.bucket("GET", "LIST UPLOADS")
                .query(query.append("&uploads=").toString());
        try {
            return page(AnswerXml.root(wire.sendForBody(list), "ListMultipartUploadsResult"), key);
        } catch (XMLStreamException | DateTimeException | CharacterCodingException e) {
            throw S3Errors.nonsense(
                    wire.what(list), "it can't be read: " + Printable.of(String.valueOf(e.getMessage())));
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
        String of = "";
        String id = "";
        Instant initiated = Instant.EPOCH;
        while (reader.nextTag() == XMLStreamReader.START_ELEMENT) {
            switch (reader.getLocalName()) {
                case "Key" -> of = encoded ? EncodedKey.decode(reader.getElementText()) : reader.getElementText();
                case "UploadId" -> id = reader.getElementText();
                case "Initiated" ->
                    initiated = StoreDates.listed(reader.getElementText().strip());
                default -> StoreXml.skip(reader);
            }
        }
        if (of.equals(key) && !id.isEmpty()) {
            found.add(new BegunUpload(id, initiated));
        }
    }
}
