package dev.caravan.component.s3;

import dev.caravan.component.wire.KeyEncoding;
import dev.caravan.component.wire.XmlElement;
import dev.caravan.store.ByteRange;
import dev.caravan.store.CopySource;
import dev.caravan.store.Etag;
import dev.caravan.store.InvalidException;
import dev.caravan.store.ObjectMetadata;
import dev.caravan.store.PartRequest;
import dev.caravan.store.StoreException;
import dev.caravan.store.UploadedPart;

/** CopyObject and UploadPartCopy, by which the service moves the bytes itself. */
final class CopyCalls {

    private static final int NOT_IMPLEMENTED = 501;

    private static final String METADATA_DIRECTIVE = "x-amz-metadata-directive";
    private static final String TAGGING_DIRECTIVE = "x-amz-tagging-directive";
    private static final String REPLACE = "REPLACE";

    private final String bucket;
    private final S3Wire wire;
    private final WriteHeaders writeHeaders;
    private final S3Configuration configuration;
    private final NoOverwrite noOverwrite;
    private final CustomerKeyHeaders sourceKey;
    private volatile boolean withoutTags;

    CopyCalls(
            String bucket,
            S3Wire wire,
            WriteHeaders writeHeaders,
            S3Configuration configuration,
            NoOverwrite noOverwrite) {
        this.bucket = bucket;
        this.noOverwrite = noOverwrite;
        this.wire = wire;
        this.writeHeaders = writeHeaders;
        this.configuration = configuration;
        this.sourceKey = CustomerKeyHeaders.ofCopySource(configuration.getCopySourceKey());
    }

    String object(String key, CopySource source) {
        S3Request first = copyTo(key);
        noOverwrite.requireFree(first);
        noOverwrite.add(first);
        try {
            return copied(key, source);
        } catch (StoreException e) {
            throw noOverwrite.meaning(first, e);
        }
    }

    private String copied(String key, CopySource source) {
        boolean directive = !configuration.isIncludeTags() && !withoutTags;
        try {
            return object(key, source, directive);
        } catch (InvalidException e) {
            if (writeHeaders.refusesClass(source.traits(), e)) {
                return copied(key, source);
            }
            if (!directive || e.status() != NOT_IMPLEMENTED) {
                throw e;
            }
            // A service that doesn't know the directive about tags doesn't know tags either.
            String etag = object(key, source, false);
            withoutTags = true;
            return etag;
        }
    }

    private String object(String key, CopySource source, boolean leavingTags) {
        S3Request copy = copyTo(key);
        noOverwrite.add(copy);
        writeHeaders.addOptions(copy.headers(), source.traits());
        // Without these two, everything is copied. Copying tags needs a separate permission.
        if (!configuration.isIncludeMetadata()) {
            copy.headers().add(METADATA_DIRECTIVE, REPLACE);
        }
        if (leavingTags) {
            copy.headers().add(TAGGING_DIRECTIVE, REPLACE);
        }
        addSource(copy.headers(), source);
        return Etag.unquoted(send(copy).text("ETag"));
    }

    /**
     * Replaces the metadata of an object that was just written, by a copy onto itself.
     *
     * @return whether the copy has the written ETag; otherwise the object is another writer's, or can't be compared
     */
    boolean replaceMetadata(String key, String etag, ObjectMetadata metadata) {
        S3Request copy = copyTo(key);
        writeHeaders.add(copy.headers(), metadata);
        copy.headers().add(METADATA_DIRECTIVE, REPLACE);
        if (!metadata.tags().isEmpty()) {
            copy.headers().add(TAGGING_DIRECTIVE, REPLACE);
        }
        addSource(copy.headers(), new CopySource(bucket, key, etag, false));
        return Etag.unquoted(send(copy).text("ETag")).equals(etag);
    }

    private static S3Request copyTo(String key) {
        return S3Request.object("PUT", "COPY to", key);
    }

    UploadedPart part(PartRequest part, CopySource source, ByteRange range) {
        S3Request copy = S3Request.object("PUT", "COPY PART " + part.partNumber() + " of", part.key());
        copy.parameter("partNumber", part.partNumber()).parameter("uploadId", part.uploadId());
        addSource(copy.headers(), source);
        copy.headers().add("x-amz-copy-source-range", range.header());
        XmlElement result = send(copy);
        String etag = Etag.unquoted(result.text("ETag"));
        return new UploadedPart(part.partNumber(), etag, range.length(), result.text("ChecksumCRC32C"));
    }

    private void addSource(S3Headers headers, CopySource source) {
        StringBuilder encoded = new StringBuilder(128);
        // An access point is named by its ARN, with a word between (Amazon S3, CopyObject, x-amz-copy-source).
        String within = source.bucket().startsWith("arn:") ? "/object/" : "/";
        KeyEncoding.path(encoded, source.bucket() + within + source.key());
        headers.add("x-amz-copy-source", encoded.toString());
        if (!source.ifMatch().isEmpty()) {
            headers.add("x-amz-copy-source-if-match", '"' + source.ifMatch() + '"');
        }
        if (sourceKey != null) {
            sourceKey.add(headers);
        }
        // If it is configured, every request has this header already.
        if (source.requesterPays() && !configuration.isRequesterPays()) {
            headers.add("x-amz-request-payer", "requester");
        }
    }

    /** Sends a copy; returns the result. Services name the document differently, but all return the ETag. */
    private XmlElement send(S3Request copy) {
        XmlElement result = wire.document(copy);
        if (result.text("ETag").isEmpty()) {
            throw S3Errors.nonsense(wire.what(copy), "it has no ETag");
        }
        return result;
    }
}
