package dev.caravan.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.UUID;

/** CreateMultipartUpload, UploadPart and AbortMultipartUpload. */
final class Multipart {
    private static final int MOST_PARTS = 10_000;

    private Multipart() {}

    static HttpResponse create(Exchange exchange, Bucket bucket) {
        Attributes sent = RequestAttributes.of(exchange, bucket);
        Attributes attributes = bucket.has(Quirk.FORGETS_TRAITS_OF_UPLOADS) ? sent.withoutTraits() : sent;
        Quirk.check(exchange, bucket);
        String name = Quirk.ignoresChecksums(bucket) ? null : exchange.header("x-amz-checksum-algorithm");
        ChecksumAlgorithm algorithm = name == null ? null : ChecksumAlgorithm.named(name);
        boolean composite = algorithm != null && isComposite(algorithm, exchange.header("x-amz-checksum-type"));
        String id = UUID.randomUUID().toString().replace("-", "") + "." + Long.toString(System.nanoTime(), 36);
        bucket.open(new Upload(id, exchange.key(), Bucket.now(), attributes, algorithm, composite));
        HttpResponse response = HttpResponse.ok();
        Reads.encryption(response, attributes);
        if (algorithm != null) {
            response.header("x-amz-checksum-algorithm", algorithm.name())
                    .header("x-amz-checksum-type", composite ? "COMPOSITE" : "FULL_OBJECT");
        }
        return response.xml(new Xml()
                .root("InitiateMultipartUploadResult")
                .element("Bucket", bucket.name())
                .element("Key", exchange.key())
                .element("UploadId", id)
                .close("InitiateMultipartUploadResult")
                .toString());
    }

    private static boolean isComposite(ChecksumAlgorithm algorithm, String type) {
        boolean composite = type == null ? algorithm != ChecksumAlgorithm.CRC64NVME : type.equals("COMPOSITE");
        if (composite ? algorithm == ChecksumAlgorithm.CRC64NVME : !algorithm.isCrc()) {
            throw S3Error.invalidRequest("The " + (composite ? "COMPOSITE" : "FULL_OBJECT")
                    + " checksum type cannot be used with the " + algorithm.name() + " checksum algorithm.");
        }
        return composite;
    }

    static HttpResponse part(Exchange exchange, Bucket bucket) throws IOException {
        int number = partNumber(exchange);
        Upload upload = find(exchange, bucket);
        CustomerKeys.require(exchange, upload.attributes(), CustomerKeys.READ);
        Quirk.check(exchange, bucket);
        Payload payload = PayloadReader.receive(exchange, bucket);
        Checksum checksum = payload.checksum();
        if (upload.algorithm() != null && (checksum == null || checksum.algorithm() != upload.algorithm())) {
            throw S3Error.invalidRequest("Checksum Type mismatch occurred, expected checksum Type: "
                    + upload.algorithm() + ", actual checksum Type: "
                    + (checksum == null ? "null" : checksum.algorithm()));
        }
        String etag = Etags.of(payload.content(), upload.attributes().hidesMd5() || bucket.has(Quirk.HASHES_OTHERWISE));
        bucket.storePart(upload, new Part(number, payload.content(), etag, Bucket.now(), checksum));
        HttpResponse response = HttpResponse.ok().header("ETag", Etags.quoted(etag));
        Reads.encryption(response, upload.attributes());
        if (checksum != null) {
            response.header(checksum.algorithm().header(), checksum.value());
        }
        return response;
    }

    static HttpResponse abort(Exchange exchange, Bucket bucket) {
        bucket.abort(find(exchange, bucket));
        return HttpResponse.of(204);
    }

    static Upload find(Exchange exchange, Bucket bucket) {
        return bucket.upload(exchange.key(), exchange.query("uploadId"));
    }

    static int partNumber(Exchange exchange) {
        int number = exchange.number("partNumber", 0);
        if (number < 1 || number > MOST_PARTS) {
            throw S3Error.invalidArgument(
                    "partNumber",
                    Integer.toString(number),
                    "Part number must be an integer between 1 and " + MOST_PARTS + ", inclusive");
        }
        return number;
    }

    static String compute(ChecksumAlgorithm algorithm, Content content) {
        RunningChecksum running = algorithm.start();
        try {
            content.writeTo(new ChecksumOutput(running), 0, content.length());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return running.value();
    }
}
