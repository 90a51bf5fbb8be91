package dev.caravan.component.s3;

import dev.caravan.component.s3.CheckedWrite.Stored;
import dev.caravan.component.s3.WriteChecksums.Form;
import dev.caravan.component.wire.Answer;
import dev.caravan.component.wire.XmlElement;
import dev.caravan.job.Printable;
import dev.caravan.store.ContentChecksum;
import dev.caravan.store.ContentChecksum.Kind;
import dev.caravan.store.ContentMismatchException;
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
import java.util.List;
import java.util.Set;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;

/**
 * CreateMultipartUpload, UploadPart, ListParts, CompleteMultipartUpload and AbortMultipartUpload. Services name the
 * documents differently, so an answer counts by its upload ID or ETag, which a web page with status 200 doesn't have.
 */
record UploadCalls(
        S3Wire wire,
        WriteHeaders writeHeaders,
        WriteChecksums checksums,
        CheckedWrite write,
        NoOverwrite noOverwrite,
        WholeUploads wholes) {

    private static final String CHECKSUM = "Checksum";
    private static final String FULL_OBJECT = "FULL_OBJECT";

    private static final Set<String> OF_PARTS = Set.of("CRC32C", "CRC32", "CRC64NVME");

    String create(String key, ObjectMetadata found) {
        ObjectMetadata metadata = writeHeaders.accepted(found);
        noOverwrite.requireFreeEarly(createOf(key));
        Kind whole = checksums.whole(metadata.traits().checksum());
        boolean announced = whole == null && checksums.form() == Form.TRAILER;
        try {
            return create(key, metadata, announced, whole);
        } catch (StoreException e) {
            if (writeHeaders.refuses(metadata, e)
                    || (announced && checksums.refused(Form.TRAILER, e))
                    || (whole != null && checksums.whole.refused(e))) {
                return create(key, metadata);
            }
            throw e;
        }
    }

    private String create(String key, ObjectMetadata metadata, boolean withChecksum, Kind whole) {
        S3Request create = createOf(key);
        writeHeaders.add(create.headers(), metadata);
        if (withChecksum) {
            create.headers().add("x-amz-checksum-algorithm", "CRC32C");
        } else if (whole != null) {
            create.headers().add("x-amz-checksum-algorithm", whole.name());
            create.headers().add("x-amz-checksum-type", FULL_OBJECT);
        }
        // Services name the document in different ways, but the upload ID is in all of them.
        Answer answer = wire.send(create);
        String id = wire.document(create, answer).text("UploadId");
        if (id.isEmpty()) {
            throw S3Errors.nonsense(wire.what(create), "it has no upload ID");
        }
        try {
            wire.requireEncrypted(create, answer);
        } catch (InvalidException e) {
            abort(key, id);
            throw e;
        }
        if (whole != null && !(answer.header("x-amz-checksum-type").equals(FULL_OBJECT) && isListed(key, id, whole))) {
            checksums.whole.unconfirmed();
            abort(key, id);
            return create(key, metadata);
        }
        wholes.put(id, whole);
        if (!withChecksum && whole == null) {
            wholes.beganPlain(id);
        }
        return id;
    }

    private boolean isListed(String key, String id, Kind whole) {
        try {
            wholes.listed = wholes.listed || page(key, id, 0, 1).whole() == whole;
        } catch (StoreException e) {
            // The next upload asks again.
        }
        return wholes.listed;
    }

    /** Returns the kind of an upload's full-object checksum; null for none. Asks the store about another process's upload. */
    private Kind whole(String key, String uploadId) {
        return wholes.of(uploadId, () -> page(key, uploadId, 0, 1).whole());
    }

    private static S3Request createOf(String key) {
        return S3Request.object("POST", "CREATE UPLOAD of", key).parameter("uploads", "");
    }

    UploadedPart upload(PartRequest request, ObjectContent content) {
        S3Request part = S3Request.object("PUT", "UPLOAD PART " + request.partNumber() + " of", request.key());
        part.parameter("partNumber", request.partNumber()).parameter("uploadId", request.uploadId());
        Kind whole = whole(request.key(), request.uploadId());
        Stored stored;
        try {
            stored = write.send(
                    part,
                    content,
                    () -> partSize(request.key(), request.uploadId(), request.partNumber()),
                    whole == null ? Kind.CRC32C : whole);
        } catch (InvalidException e) {
            throw refusal(request.uploadId(), e);
        }
        if (stored.etag().isEmpty()) {
            // Without it the upload can't be completed, so this fails now.
            throw S3Errors.nonsense(wire.what(part), "it has no ETag");
        }
        return new UploadedPart(request.partNumber(), stored.etag(), content.length(), stored.checksum());
    }

    List<UploadedPart> parts(String key, String uploadId) {
        List<UploadedPart> parts = new ArrayList<>();
        int last = 0;
        Page page;
        do {
            page = page(key, uploadId, last, 1000);
            parts.addAll(page.parts());
            wholes.put(uploadId, page.whole());
            int before = last;
            last = parts.isEmpty() ? 0 : parts.get(parts.size() - 1).partNumber();
            if (page.more() && last <= before) {
                throw S3Errors.nonsense(wire.what(listOf(key)), "the parts go on but the page adds none");
            }
        } while (page.more());
        return List.copyOf(parts);
    }

    /** Returns the stored size of a part in bytes; -1 if it isn't listed. */
    private long partSize(String key, String uploadId, int partNumber) {
        return page(key, uploadId, partNumber - 1, 1).parts().stream()
                .filter(part -> part.partNumber() == partNumber)
                .mapToLong(UploadedPart::length)
                .findFirst()
                .orElse(-1);
    }

    private static S3Request listOf(String key) {
        return S3Request.object("GET", "LIST PARTS of", key);
    }

    /**
     * A page of parts.
     *
     * @param more whether more parts follow
     * @param whole the kind of the upload's full-object checksum; null for none
     */
    private record Page(List<UploadedPart> parts, boolean more, Kind whole) {}

    /** Returns the parts after a part number. */
    private Page page(String key, String uploadId, int marker, int most) {
        S3Request list = listOf(key)
                .parameter("max-parts", most)
                .optional("part-number-marker", marker > 0 ? Integer.toString(marker) : "")
                .parameter("uploadId", uploadId);
        String what = wire.what(list);
        XmlElement document = wire.document(list);
        List<XmlElement> found = document.all("Part");
        boolean more = S3Errors.goesOn(what, document);
        if (found.isEmpty()
                && document.word("IsTruncated").isEmpty()
                && document.word("UploadId").isEmpty()) {
            throw S3Errors.nonsense(what, "it has no upload ID, no parts and no IsTruncated");
        }
        String algorithm = document.word("ChecksumAlgorithm");
        boolean ofWhole = document.word("ChecksumType").equals(FULL_OBJECT) && OF_PARTS.contains(algorithm);
        Kind whole = ofWhole ? Kind.valueOf(algorithm) : null;
        return new Page(found.stream().map(part -> part(part, whole, what)).toList(), more, whole);
    }

    private static UploadedPart part(XmlElement part, Kind whole, String what) {
        long number = Answer.number(part.word("PartNumber"));
        long size = Answer.number(part.word("Size"));
        if (number < 1 || number > Integer.MAX_VALUE || size < 0) {
            throw S3Errors.nonsense(what, "a part with the number " + number + " and the size " + size);
        }
        return new UploadedPart((int) number, Etag.unquoted(part.text("ETag")), size, part.text(element(whole)));
    }

    /** Returns the name of a part's checksum. */
    private static String element(Kind whole) {
        return CHECKSUM + (whole == null ? Kind.CRC32C : whole).name();
    }

    /** @param source the source's checksum of the whole object; null for none */
    String complete(String key, String uploadId, List<UploadedPart> parts, ContentChecksum source) {
        Kind whole = whole(key, uploadId);
        ContentChecksum kept = source != null && source.kind() == whole ? source : null;
        S3Request complete = S3Request.object("POST", "COMPLETE UPLOAD of", key).parameter("uploadId", uploadId);
        noOverwrite.requireFree(complete);
        noOverwrite.add(complete);
        if (kept != null) {
            complete.headers().add(TrailerBody.header(whole), kept.value());
            complete.headers().add("x-amz-checksum-type", FULL_OBJECT);
        }
        try {
            String etag = completed(complete, parts, whole, kept);
            wholes.remove(uploadId);
            return etag;
        } catch (StoreException e) {
            if (kept != null && e.code().equals("BadDigest")) {
                throw new ContentMismatchException(
                        e.getMessage() + " (the source's " + whole + " is " + Printable.of(kept.value()) + ")", false);
            }
            boolean lacksChecksums =
                    parts.stream().anyMatch(part -> part.checksum().isEmpty());
            throw noOverwrite.meaning(complete, lacksChecksums ? refusal(uploadId, e) : e);
        }
    }

    private StoreException refusal(String uploadId, StoreException e) {
        return wholes.isPlain(uploadId) ? e : checksums.withoutChecksums(e);
    }

    private String completed(S3Request complete, List<UploadedPart> parts, Kind whole, ContentChecksum kept) {
        complete.body(new ByteArrayEntity(document(parts, element(whole)).getBytes(StandardCharsets.UTF_8), null));
        String what = wire.what(complete);
        XmlElement answer = wire.document(complete);
        String etag = Etag.unquoted(answer.text("ETag"));
        if (etag.isEmpty()) {
            throw S3Errors.nonsense(what, "it has no ETag");
        }
        if (kept != null && kept.value().equals(answer.text(element(whole)))) {
            checksums.whole.confirm();
        } else if (kept != null) {
            checksums.whole.unconfirmed();
        }
        return etag;
    }

    /** Aborts an upload; one that is already gone is fine. */
    void abort(String key, String uploadId) {
        wholes.remove(uploadId);
        try {
            wire.sendForHead(S3Request.object("DELETE", "ABORT UPLOAD of", key).parameter("uploadId", uploadId));
        } catch (UploadGoneException e) {
            // Some stores answer 404 where S3 answers 204.
        }
    }

    private static String document(List<UploadedPart> parts, String checksum) {
        StringBuilder xml = new StringBuilder(64 + parts.size() * 128)
                .append("<CompleteMultipartUpload xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">");
        for (UploadedPart part : parts) {
            xml.append("<Part><PartNumber>").append(part.partNumber()).append("</PartNumber><ETag>&quot;");
            escape(xml, part.etag());
            xml.append("&quot;</ETag>");
            if (!part.checksum().isEmpty()) {
                xml.append('<').append(checksum).append('>');
                escape(xml, part.checksum());
                xml.append("</").append(checksum).append('>');
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
