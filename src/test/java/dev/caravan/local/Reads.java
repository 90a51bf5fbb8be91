package dev.caravan.local;

import java.util.List;

/** GetObject and HeadObject. */
final class Reads {
    private Reads() {}

    static StoredObject find(Bucket bucket, String key) {
        return bucket.get(key).orElseThrow(() -> {
            Versions.Version last =
                    bucket.versions() == null ? null : bucket.versions().last(key);
            return last == null
                    ? S3Error.noSuchKey(key)
                    : S3Error.noSuchKey(key).header("x-amz-delete-marker", "true");
        });
    }

    static StoredObject find(Exchange exchange, Bucket bucket) {
        String version = exchange.query("versionId");
        if (version == null) {
            return find(bucket, exchange.key());
        }
        Versions versions = bucket.versions();
        return (versions == null ? bucket.unversioned() : versions).find(exchange.key(), version);
    }

    static HttpResponse get(Exchange exchange, Bucket bucket) {
        // Gets the object once, so that the whole response is of one version even if another is stored meanwhile.
        StoredObject object = find(exchange, bucket);
        boolean head = exchange.operation() == Operation.HEAD;
        CustomerKeys.require(exchange, object.attributes(), CustomerKeys.READ);
        Conditions.checkRead(exchange, object);
        if (!head && object.attributes().isArchived()) {
            throw invalidState(object);
        }
        if (!head && !object.content().isReadable()) {
            throw S3Error.notImplemented("GET of an object that is kept as digests only");
        }
        Range range = range(exchange, object);
        HttpResponse response = HttpResponse.of(range.partial() ? 206 : 200);
        describe(response, object);
        // Amazon S3 leaves the number out without the right to read tags (GetObject, x-amz-tagging-count).
        if (!object.attributes().tags().isEmpty()
                && !bucket.has(Quirk.COUNTS_NO_TAGS)
                && !bucket.isDenied(Operation.GET_TAGGING, exchange.identity())) {
            response.header("x-amz-tagging-count", object.attributes().tags().size());
        }
        if (head || !bucket.has(Quirk.GETS_NO_USER_METADATA)) {
            object.attributes().metadata().forEach((name, value) -> response.header("x-amz-meta-" + name, value));
        }
        response.header("Accept-Ranges", "bytes");
        if (range.partial()) {
            response.header("Content-Range", range.contentRange(object.size()));
        }
        if (exchange.query("partNumber") != null && !object.parts().isEmpty()) {
            response.header("x-amz-mp-parts-count", object.parts().size());
        }
        if ("ENABLED".equalsIgnoreCase(exchange.header("x-amz-checksum-mode"))
                && range.length() == object.size()
                && object.checksum() != null) {
            describe(response, object.checksum());
        }
        return response.body(object.content(), range.offset(), range.length());
    }

    static S3Error invalidState(StoredObject object) {
        return new S3Error(403, "InvalidObjectState", "The operation is not valid for the object's storage class")
                .detail("StorageClass", object.attributes().storageClass());
    }

    static void describe(HttpResponse response, Checksum checksum) {
        response.header(checksum.algorithm().header(), checksum.value()).header("x-amz-checksum-type", checksum.type());
    }

    private static void describe(HttpResponse response, StoredObject object) {
        Attributes attributes = object.attributes();
        response.header("ETag", Etags.quoted(object.etag()))
                .header("Last-Modified", HttpDates.format(object.lastModified()));
        if (!attributes.headers().containsKey("content-type")) {
            response.header("content-type", "binary/octet-stream");
        }
        attributes.headers().forEach(response::header);
        if (!attributes.storageClass().equals("STANDARD")) {
            response.header("x-amz-storage-class", attributes.storageClass());
        }
        Locks.LOCK.forEach(name -> {
            if (attributes.own().containsKey(name)) {
                response.header(name, attributes.own().get(name));
            }
        });
        encryption(response, attributes);
    }

    static void encryption(HttpResponse response, Attributes attributes) {
        if (attributes.own().containsKey(CustomerKeys.MD5)) {
            response.header("x-amz-server-side-encryption-customer-algorithm", "AES256")
                    .header(CustomerKeys.MD5, attributes.own().get(CustomerKeys.MD5));
            return;
        }
        response.header("x-amz-server-side-encryption", attributes.encryption());
        if (attributes.isKms()) {
            response.header(
                    "x-amz-server-side-encryption-aws-kms-key-id",
                    "arn:aws:kms:us-east-1:111122223333:key/11111111-2222-3333-4444-555555555555");
        }
    }

    private static Range range(Exchange exchange, StoredObject object) {
        String header = exchange.header("range");
        if (exchange.query("partNumber") == null) {
            return Range.of(header, object.size());
        }
        if (header != null) {
            throw S3Error.invalidRequest("Cannot specify both Range header and partNumber query parameter");
        }
        int number = exchange.number("partNumber", 1);
        List<Part> parts = object.parts();
        if (number < 1 || number > Math.max(1, parts.size())) {
            throw new S3Error(416, "InvalidPartNumber", "The requested partnumber is not satisfiable")
                    .detail("PartNumberRequested", Integer.toString(number))
                    .detail("ActualPartCount", Integer.toString(Math.max(1, parts.size())));
        }
        if (parts.isEmpty()) {
            return new Range(0, object.size(), object.size() > 0);
        }
        long offset = parts.stream().limit(number - 1L).mapToLong(Part::size).sum();
        return new Range(offset, parts.get(number - 1).size(), true);
    }
}
