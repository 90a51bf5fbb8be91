package dev.caravan.local;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** CompleteMultipartUpload. */
final class Completion {
    private Completion() {}

    static HttpResponse complete(Exchange exchange, Bucket bucket) throws IOException {
        Upload upload = Multipart.find(exchange, bucket);
        List<Part> parts = parts(exchange, bucket, upload);
        Content content = new JoinedContent(parts.stream().map(Part::content).toList());
        String declared = exchange.header("x-amz-mp-object-size");
        if (declared != null && !declared.equals(Long.toString(content.length()))) {
            throw S3Error.invalidRequest("The provided 'x-amz-mp-object-size' header value " + declared
                    + " does not match what was computed: " + content.length());
        }
        Checksum checksum = checksum(upload, parts);
        verifyChecksum(exchange, checksum);
        StoredObject object = new StoredObject(
                upload.key(), content, Etags.ofParts(parts), Bucket.now(), upload.attributes(), parts, checksum);
        bucket.complete(upload, object, Conditions.ofWrite(exchange));
        HttpResponse response = HttpResponse.ok();
        Reads.encryption(response, upload.attributes());
        Xml xml = new Xml()
                .root("CompleteMultipartUploadResult")
                .element("Location", exchange.http().path())
                .element("Bucket", bucket.name())
                .element("Key", upload.key())
                .element("ETag", Etags.quoted(object.etag()));
        if (checksum != null) {
            xml.element(checksum.algorithm().element(), checksum.value()).element("ChecksumType", checksum.type());
        }
        return response.xml(xml.close("CompleteMultipartUploadResult").toString());
    }

    private static List<Part> parts(Exchange exchange, Bucket bucket, Upload upload) throws IOException {
        List<Map<String, String>> named =
                XmlReader.elements(PayloadReader.document(exchange), "CompleteMultipartUpload", "Part");
        if (named.isEmpty()) {
            throw S3Error.malformedXml();
        }
        List<Part> parts = new ArrayList<>(named.size());
        int before = 0;
        for (Map<String, String> element : named) {
            int number = number(element.get("PartNumber"));
            if (number <= before) {
                throw S3Error.badRequest(
                        "InvalidPartOrder",
                        "The list of parts was not in ascending order. Parts must be ordered by part number.");
            }
            before = number;
            parts.add(part(upload, number, element));
        }
        for (Part part : parts.subList(0, parts.size() - 1)) {
            if (part.size() < bucket.minimumPartSize()) {
                throw S3Error.badRequest(
                                "EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size")
                        .detail("ProposedSize", Long.toString(part.size()))
                        .detail("MinSizeAllowed", Long.toString(bucket.minimumPartSize()))
                        .detail("PartNumber", Integer.toString(part.number()))
                        .detail("ETag", part.etag());
            }
        }
        return parts;
    }

    private static Part part(Upload upload, int number, Map<String, String> element) {
        Part part = upload.parts().get(number);
        String etag = Etags.unquoted(element.getOrDefault("ETag", ""));
        if (part == null || !part.etag().equals(etag)) {
            throw invalidPart(upload, number, etag);
        }
        for (ChecksumAlgorithm algorithm : ChecksumAlgorithm.values()) {
            String value = element.get(algorithm.element());
            if (value != null
                    && part.checksum() != null
                    && part.checksum().algorithm() == algorithm
                    && !part.checksum().value().equals(value)) {
                throw invalidPart(upload, number, etag);
            }
        }
        if (upload.composite() && element.get(upload.algorithm().element()) == null) {
            throw S3Error.invalidRequest("The upload was created using a " + upload.algorithm()
                    + " checksum. The complete request must include the checksum for each part. It was missing for"
                    + " part " + number + " in the request.");
        }
        return part;
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw S3Error.malformedXml();
        }
    }

    private static S3Error invalidPart(Upload upload, int number, String etag) {
        return S3Error.badRequest(
                        "InvalidPart",
                        "One or more of the specified parts could not be found. The part may not have been uploaded, or"
                                + " the specified entity tag may not match the part's entity tag.")
                .detail("UploadId", upload.id())
                .detail("PartNumber", Integer.toString(number))
                .detail("ETag", etag);
    }

    /**
     * Returns the composite checksum, or combines the parts' checksums to that of the whole without reading the parts.
     */
    private static Checksum checksum(Upload upload, List<Part> parts) {
        ChecksumAlgorithm algorithm = upload.algorithm();
        if (algorithm == null) {
            return null;
        }
        if (upload.composite()) {
            RunningChecksum running = algorithm.start();
            for (Part part : parts) {
                byte[] value = Base64.getDecoder().decode(part.checksum().value());
                running.update(value, 0, value.length);
            }
            return new Checksum(algorithm, running.value() + "-" + parts.size(), true);
        }
        String value = parts.get(0).checksum().value();
        for (Part part : parts.subList(1, parts.size())) {
            value = algorithm.combine(value, part.checksum().value(), part.size());
        }
        return new Checksum(algorithm, value, false);
    }

    private static void verifyChecksum(Exchange exchange, Checksum computed) {
        if (computed == null) {
            return;
        }
        String sent = exchange.header(computed.algorithm().header());
        if (sent != null && !sent.equals(computed.value())) {
            throw S3Error.badRequest(
                    "BadDigest",
                    "The " + computed.algorithm() + " you specified did not match the calculated checksum.");
        }
    }
}
