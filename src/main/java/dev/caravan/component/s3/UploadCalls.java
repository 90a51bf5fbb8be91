package dev.caravan.component.s3;

import dev.caravan.component.s3.CheckedWrite.Stored;
import dev.caravan.component.s3.WriteChecksums.Form;
import dev.caravan.component.wire.StoreXml;
import dev.caravan.store.Etag;
import dev.caravan.store.InvalidException;
import dev.caravan.store.ObjectContent;
import dev.caravan.store.ObjectMetadata;
import dev.caravan.store.PartRequest;
import dev.caravan.store.StoreException;
import dev.caravan.store.UploadGoneException;
import dev.caravan.store.UploadedPart;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;

/**
 * CreateMultipartUpload, UploadPart, ListParts, CompleteMultipartUpload and AbortMultipartUpload. Services name the
 * documents differently, so an answer counts by its upload ID or ETag, which a web page with status 200 doesn't have.
 */
record UploadCalls(
        S3Wire wire, WriteHeaders writeHeaders, WriteChecksums checksums, CheckedWrite write, NoOverwrite noOverwrite) {

    private static final Set<String> PART = Set.of("PartNumber", "ETag", "Size", "ChecksumCRC32C");

    String create(String key, ObjectMetadata metadata) {
        noOverwrite.requireFreeEarly(createOf(key));
        boolean announced = checksums.form() == Form.TRAILER;
        try {
            return create(key, metadata, announced);
        } catch (StoreException e) {
            if (writeHeaders.refusesClass(metadata.traits(), e) || (announced && checksums.refused(Form.TRAILER, e))) {
                return create(key, metadata);
            }
            throw e;
        }
    }

    private String create(String key, ObjectMetadata metadata, boolean withChecksum) {
        S3Request create = createOf(key);
        writeHeaders.add(create.headers(), metadata);
        if (withChecksum) {
            create.headers().add("x-amz-checksum-algorithm", "CRC32C");
        }
        // Services name the document in different ways, but the upload ID is in all of them.
        String id = StoreXml.texts(wire.what(create), wire.sendForBody(create), "UploadId")
                .getOrDefault("UploadId", "");
        if (id.isEmpty()) {
            throw S3Errors.nonsense(wire.what(create), "it has no upload ID");
        }
        try {
            wire.requireEncrypted(create);
        } catch (InvalidException e) {
            abort(key, id);
            throw e;
        }
        return id;
    }

    private static S3Request createOf(String key) {
        return S3Request.object("POST", "CREATE UPLOAD of", key).parameter("uploads", "");
    }

    UploadedPart upload(PartRequest request, ObjectContent content) {
        S3Request part = S3Request.object("PUT", "UPLOAD PART " + request.partNumber() + " of", request.key());
        part.parameter("partNumber", request.partNumber()).parameter("uploadId", request.uploadId());
        Stored stored;
        try {
            stored = write.send(
                    part, content, false, () -> partSize(request.key(), request.uploadId(), request.partNumber()));
        } catch (InvalidException e) {
            throw checksums.withoutChecksums(e);
        }
        if (stored.etag().isEmpty()) {
            // Without it the upload could never be completed, which had better be known now.
            throw S3Errors.nonsense(wire.what(part), "it has no ETag");
        }
        return new UploadedPart(request.partNumber(), stored.etag(), content.length(), stored.checksum());
    }

    List<UploadedPart> parts(String key, String uploadId) {
        List<UploadedPart> parts = new ArrayList<>();
        int marker = 0;
        boolean more = true;
        while (more) {
            more = page(key, uploadId, marker, 1000, parts);
            int last = parts.isEmpty() ? 0 : parts.get(parts.size() - 1).partNumber();
            if (more && last <= marker) {
                throw S3Errors.nonsense(wire.what(listOf(key)), "the parts go on but the page adds none");
            }
            marker = last;
        }
        return List.copyOf(parts);
    }

    /** Returns the stored size of a part in bytes; -1 if it isn't listed. */
    private long partSize(String key, String uploadId, int partNumber) {
        List<UploadedPart> parts = new ArrayList<>();
        page(key, uploadId, partNumber - 1, 1, parts);
        return parts.stream()
                .filter(part -> part.partNumber() == partNumber)
                .mapToLong(UploadedPart::length)
                .findFirst()
                .orElse(-1);
    }

    private static S3Request listOf(String key) {
        return S3Request.object("GET", "LIST PARTS of", key);
    }

    /** Adds a page of parts after a part number; returns whether more follow. */
    private boolean page(String key, String uploadId, int marker, int most, List<UploadedPart> parts) {
        S3Request list = listOf(key).parameter("max-parts", most);
        if (marker > 0) {
            list.parameter("part-number-marker", marker);
        }
        list.parameter("uploadId", uploadId);
        String what = wire.what(list);
        try {
            return page(StoreXml.root(wire.sendForBody(list)), what, parts);
        } catch (XMLStreamException | NumberFormatException e) {
            throw S3Errors.unreadable(what, e);
        }
    }

    private static boolean page(XMLStreamReader reader, String what, List<UploadedPart> parts)
            throws XMLStreamException {
        boolean more = false;
        boolean ofParts = false;
        while (reader.nextTag() == XMLStreamReader.START_ELEMENT) {
            switch (reader.getLocalName()) {
                case "UploadId" -> ofParts |= !reader.getElementText().isBlank();
                case "IsTruncated" -> {
                    more = reader.getElementText().strip().equals("true");
                    ofParts = true;
                }
                case "Part" -> {
                    parts.add(part(reader, what));
                    ofParts = true;
                }
                default -> StoreXml.skip(reader);
            }
        }
        if (!ofParts) {
            throw S3Errors.nonsense(what, "it has no upload ID, no parts and no IsTruncated");
        }
        return more;
    }

    private static UploadedPart part(XMLStreamReader reader, String what) throws XMLStreamException {
        Map<String, String> part = new HashMap<>();
        StoreXml.texts(reader, PART, part);
        int number = Integer.parseInt(part.getOrDefault("PartNumber", "0").strip());
        long size = Long.parseLong(part.getOrDefault("Size", "-1").strip());
        if (number < 1 || size < 0) {
            throw S3Errors.nonsense(what, "a part with the number " + number + " and the size " + size);
        }
        String etag = Etag.unquoted(part.getOrDefault("ETag", ""));
        return new UploadedPart(number, etag, size, part.getOrDefault("ChecksumCRC32C", ""));
    }

    String complete(String key, String uploadId, List<UploadedPart> parts) {
        S3Request complete = S3Request.object("POST", "COMPLETE UPLOAD of", key).parameter("uploadId", uploadId);
        noOverwrite.requireFree(complete);
        noOverwrite.add(complete);
        try {
            return completed(complete, parts);
        } catch (StoreException e) {
            throw noOverwrite.meaning(complete, meaning(e, parts));
        }
    }

    private StoreException meaning(StoreException e, List<UploadedPart> parts) {
        boolean lacksChecksums = parts.stream().anyMatch(part -> part.checksum().isEmpty());
        return e instanceof InvalidException && lacksChecksums ? checksums.withoutChecksums(e) : e;
    }

    private String completed(S3Request complete, List<UploadedPart> parts) {
        complete.headers().add("content-type", "application/xml");
        complete.body(new ByteArrayEntity(document(parts).getBytes(StandardCharsets.UTF_8), null));
        String what = wire.what(complete);
        String etag = Etag.unquoted(
                StoreXml.texts(what, wire.sendForBody(complete), "ETag").getOrDefault("ETag", ""));
        if (etag.isEmpty()) {
            throw S3Errors.nonsense(what, "it has no ETag");
        }
        return etag;
    }

    /** Aborts an upload; one that is already gone is fine. */
    void abort(String key, String uploadId) {
        try {
            wire.sendForHead(S3Request.object("DELETE", "ABORT UPLOAD of", key).parameter("uploadId", uploadId));
        } catch (UploadGoneException e) {
            // Some stores answer 404 where S3 answers 204.
        }
    }

    private static String document(List<UploadedPart> parts) {
        StringBuilder xml = new StringBuilder(64 + parts.size() * 128)
                .append("<CompleteMultipartUpload xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">");
        for (UploadedPart part : parts) {
            xml.append("<Part><PartNumber>").append(part.partNumber()).append("</PartNumber><ETag>&quot;");
            escape(xml, part.etag());
            xml.append("&quot;</ETag>");
            if (!part.checksum().isEmpty()) {
                xml.append("<ChecksumCRC32C>");
                escape(xml, part.checksum());
                xml.append("</ChecksumCRC32C>");
            }
            xml.append("</Part>");
        }
        return xml.append("</CompleteMultipartUpload>").toString();
    }

    private static void escape(StringBuilder xml, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '<' -> xml.append("&lt;");
                case '>' -> xml.append("&gt;");
                case '&' -> xml.append("&amp;");
                case '"' -> xml.append("&quot;");
                default -> xml.append(c);
            }
        }
    }
}
