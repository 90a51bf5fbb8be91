package dev.caravan.component.s3;

import dev.caravan.component.wire.KeyEncoding;
import dev.caravan.job.Printable;
import dev.caravan.store.InvalidException;
import dev.caravan.store.KeptMetadata;
import dev.caravan.store.ObjectMetadata;
import java.util.Map;

/** The headers that say how a new object is stored and what stands beside its bytes. */
record WriteHeaders(S3Configuration configuration) {

    /** Adds what is configured: how every new object is stored. */
    void addOptions(S3Headers headers) {
        headers.addIfPresent("x-amz-storage-class", configuration.getStorageClass());
        headers.addIfPresent("x-amz-acl", configuration.getAcl());
        headers.addIfPresent("x-amz-server-side-encryption", configuration.getSseType());
        headers.addIfPresent("x-amz-server-side-encryption-aws-kms-key-id", configuration.getKmsKeyId());
    }

    /** Adds what can be kept of an object's metadata, and leaves out the rest. */
    void add(S3Headers headers, ObjectMetadata found) {
        addOptions(headers);
        ObjectMetadata metadata = KeptMetadata.of(found).metadata();
        if (configuration.isIncludeMetadata()) {
            text(headers, "content-type", metadata.contentType());
            text(headers, "content-encoding", metadata.contentEncoding());
            text(headers, "content-language", metadata.contentLanguage());
            text(headers, "content-disposition", metadata.contentDisposition());
            text(headers, "cache-control", metadata.cacheControl());
            text(headers, "expires", metadata.expires());
            for (Map.Entry<String, String> entry : metadata.user().entrySet()) {
                headers.addText("x-amz-meta-" + checkedName(entry.getKey()), entry.getValue());
            }
        }
        if (!metadata.tags().isEmpty()) {
            headers.add("x-amz-tagging", tagging(metadata.tags()));
        }
    }

    private static void text(S3Headers headers, String name, String value) {
        if (!value.isEmpty()) {
            headers.addText(name, value);
        }
    }

    private static String checkedName(String name) {
        if (!KeptMetadata.isToken(name)) {
            throw new InvalidException("user metadata can't be called '" + Printable.of(name) + "'", "InvalidHeader");
        }
        return name;
    }

    private static String tagging(Map<String, String> tags) {
        StringBuilder text = new StringBuilder();
        for (Map.Entry<String, String> tag : tags.entrySet()) {
            if (text.length() > 0) {
                text.append('&');
            }
            KeyEncoding.query(text, tag.getKey());
            text.append('=');
            KeyEncoding.query(text, tag.getValue());
        }
        return text.toString();
    }
}
