package dev.caravan.local;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** CopyObject and UploadPartCopy. Content is immutable, so a copy is another reference to it. */
final class Copies {
    private final Access access;

    Copies(Access access) {
        this.access = access;
    }

    HttpResponse object(Exchange exchange, Bucket bucket) {
        Source source = source(exchange);
        StoredObject from = source.object();
        if (from.size() > PayloadReader.LARGEST) {
            throw S3Error.invalidRequest("The specified copy source is larger than the maximum allowable size for a"
                    + " copy source: " + PayloadReader.LARGEST);
        }
        if (!isReplace(exchange, "x-amz-tagging-directive")) {
            access.copyTags(exchange, source.bucket(), from);
        }
        Attributes attributes = attributes(exchange, bucket, from.attributes());
        if (source.bucket() == bucket && from.key().equals(exchange.key()) && changesNothing(exchange)) {
            throw S3Error.invalidRequest("This copy request is illegal because it is trying to copy an object to itself"
                    + " without changing the object's metadata, storage class, website redirect location or encryption"
                    + " attributes.");
        }
        Checksum checksum = from.checksum() != null && !from.checksum().composite() ? from.checksum() : null;
        StoredObject copy = new StoredObject(
                exchange.key(), from.content(), etag(from, attributes), Bucket.now(), attributes, List.of(), checksum);
        bucket.store(copy, Conditions.ofWrite(exchange));
        return result("CopyObjectResult", copy.etag(), copy.lastModified().toString(), copy.checksum(), attributes);
    }

    HttpResponse part(Exchange exchange, Bucket bucket) {
        Upload upload = Multipart.find(exchange, bucket);
        CustomerKeys.require(exchange, upload.attributes(), CustomerKeys.READ);
        int number = Multipart.partNumber(exchange);
        StoredObject from = source(exchange).object();
        Range range = Range.ofCopy(exchange.header("x-amz-copy-source-range"), from.size());
        if (range.length() > PayloadReader.LARGEST) {
            throw S3Error.invalidRequest("The specified copy source is larger than the maximum allowable size for a"
                    + " copy source: " + PayloadReader.LARGEST);
        }
        if (!from.content().isReadable()) {
            throw S3Error.notImplemented("a copy of a range of an object that is kept as digests only");
        }
        Content content = from.content().slice(range.offset(), range.length());
        String etag = Etags.of(content, upload.attributes().hidesMd5());
        Part part = new Part(number, content, etag, Bucket.now(), checksum(upload, content));
        bucket.storePart(upload, part);
        return result("CopyPartResult", etag, part.lastModified().toString(), part.checksum(), upload.attributes());
    }

    private static Checksum checksum(Upload upload, Content content) {
        if (upload.algorithm() == null) {
            return null;
        }
        return new Checksum(upload.algorithm(), Multipart.compute(upload.algorithm(), content), false);
    }

    private static HttpResponse result(
            String root, String etag, String time, Checksum checksum, Attributes attributes) {
        Xml xml = new Xml().root(root).element("LastModified", time).element("ETag", Etags.quoted(etag));
        if (checksum != null) {
            xml.element(checksum.algorithm().element(), checksum.value());
        }
        HttpResponse response = HttpResponse.ok();
        Reads.encryption(response, attributes);
        return response.xml(xml.close(root).toString());
    }

    /**
     * Returns the ETag of a copy. A copy is stored in one piece, so its ETag is its MD5 even if the source's is not.
     */
    private static String etag(StoredObject from, Attributes attributes) {
        if (attributes.hidesMd5()) {
            return Etags.random();
        }
        if (from.parts().isEmpty() && !from.attributes().hidesMd5()) {
            return from.etag();
        }
        return from.content().isReadable() ? Etags.of(from.content(), false) : Etags.random();
    }

    private Source source(Exchange exchange) {
        String header = exchange.header("x-amz-copy-source");
        int question = header.indexOf('?');
        String path = Percent.decodePath(question < 0 ? header : header.substring(0, question));
        String plain = path.startsWith("/") ? path.substring(1) : path;
        int slash = plain.indexOf('/');
        if (slash <= 0 || slash == plain.length() - 1) {
            throw S3Error.invalidArgument("x-amz-copy-source", header, "Invalid copy source object key");
        }
        Bucket bucket = access.copySource(exchange, plain.substring(0, slash));
        StoredObject object = Reads.find(bucket, plain.substring(slash + 1));
        CustomerKeys.require(exchange, object.attributes(), CustomerKeys.COPY_SOURCE);
        if (!bucket.has(Quirk.COPIES_ANY_VERSION)) {
            Conditions.checkCopySource(exchange, object);
        }
        if (object.attributes().isArchived()) {
            throw Reads.invalidState(object);
        }
        return new Source(bucket, object);
    }

    private static Attributes attributes(Exchange exchange, Bucket bucket, Attributes from) {
        Attributes sent = RequestAttributes.of(exchange, bucket);
        Attributes described = isReplace(exchange, "x-amz-metadata-directive") ? sent : from;
        Attributes tagged = isReplace(exchange, "x-amz-tagging-directive") ? sent : from;
        Map<String, String> headers = new LinkedHashMap<>(described.headers());
        headers.put(RequestAttributes.REDIRECT, sent.headers().get(RequestAttributes.REDIRECT));
        headers.values().removeIf(Objects::isNull);
        return new Attributes(
                headers,
                described.metadata(),
                tagged.tags(),
                sent.storageClass(),
                sent.acl(),
                sent.encryption(),
                sent.own());
    }

    private static boolean changesNothing(Exchange exchange) {
        return !isReplace(exchange, "x-amz-metadata-directive")
                && exchange.header("x-amz-storage-class") == null
                && exchange.header("x-amz-server-side-encryption") == null;
    }

    private static boolean isReplace(Exchange exchange, String directive) {
        String value = exchange.http().header(directive, "COPY").toUpperCase(Locale.ROOT);
        if (!value.equals("COPY") && !value.equals("REPLACE")) {
            throw S3Error.invalidArgument(directive, value, "Unknown " + directive + ".");
        }
        return value.equals("REPLACE");
    }

    private record Source(Bucket bucket, StoredObject object) {}
}
