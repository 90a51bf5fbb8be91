package dev.caravan.local;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads an object's attributes from the headers of a request that creates the object. */
final class RequestAttributes {
    /** The header with the redirect of a website, which no copy takes over. */
    static final String REDIRECT = "x-amz-website-redirect-location";

    private static final List<String> KEPT =
            List.of("content-type", "content-language", "content-disposition", "cache-control", "expires", REDIRECT);
    private static final Set<String> STORAGE_CLASSES = Set.of(
            "STANDARD",
            "REDUCED_REDUNDANCY",
            "STANDARD_IA",
            "ONEZONE_IA",
            "INTELLIGENT_TIERING",
            "GLACIER",
            "DEEP_ARCHIVE",
            "GLACIER_IR",
            "OUTPOSTS",
            "SNOW",
            "EXPRESS_ONEZONE");
    private static final String META = "x-amz-meta-";
    private static final int MOST_METADATA = 2048;

    private RequestAttributes() {}

    static Attributes of(Exchange exchange, Bucket bucket) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String name : KEPT) {
            String value = exchange.header(name);
            if (value != null) {
                headers.put(name, value);
            }
        }
        String sent = exchange.header("content-encoding");
        String encoding = bucket.has(Quirk.KEEPS_ENCODING) ? sent : contentEncoding(sent);
        if (encoding != null) {
            headers.put("content-encoding", encoding);
        }
        return new Attributes(
                headers,
                metadata(exchange),
                Tagging.ofHeader(exchange.header("x-amz-tagging")),
                storageClass(exchange),
                exchange.header("x-amz-acl"),
                encryption(exchange, bucket),
                Locks.of(exchange, bucket));
    }

    private static Map<String, String> metadata(Exchange exchange) {
        Map<String, String> metadata = new LinkedHashMap<>();
        int size = 0;
        for (Map.Entry<String, String> header : exchange.http().headers().entrySet()) {
            if (header.getKey().startsWith(META)) {
                String name = header.getKey().substring(META.length());
                metadata.put(name, header.getValue());
                size += utf8(name) + utf8(header.getValue());
            }
        }
        if (size > MOST_METADATA) {
            throw S3Error.badRequest(
                            "MetadataTooLarge", "Your metadata headers exceed the maximum allowed metadata size")
                    .detail("Size", Integer.toString(size))
                    .detail("MaxSizeAllowed", Integer.toString(MOST_METADATA));
        }
        return metadata;
    }

    private static int utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    static String storageClass(Exchange exchange) {
        String storageClass = exchange.http().header("x-amz-storage-class", "STANDARD");
        if (!STORAGE_CLASSES.contains(storageClass)) {
            throw S3Error.badRequest("InvalidStorageClass", "The storage class you specified is not valid");
        }
        return storageClass;
    }

    static String encryption(Exchange exchange, Bucket bucket) {
        String byDefault = bucket.isKmsEncrypted() ? "aws:kms" : "AES256";
        String encryption = exchange.http().header("x-amz-server-side-encryption", byDefault);
        if (!Set.of("AES256", "aws:kms", "aws:kms:dsse").contains(encryption)) {
            throw S3Error.invalidArgument(
                    "x-amz-server-side-encryption", encryption, "The encryption method specified is not supported");
        }
        return encryption;
    }

    /** Removes aws-chunked, which describes the transfer of the body and not the content. */
    private static String contentEncoding(String header) {
        if (header == null || !header.contains("aws-chunked")) {
            return header;
        }
        StringBuilder rest = new StringBuilder();
        for (String encoding : header.split(",", -1)) {
            if (!encoding.strip().equals("aws-chunked")) {
                rest.append(rest.isEmpty() ? "" : ",").append(encoding.strip());
            }
        }
        return rest.isEmpty() ? null : rest.toString();
    }
}
