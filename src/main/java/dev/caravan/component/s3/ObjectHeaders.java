package dev.caravan.component.s3;

import dev.caravan.component.wire.Answer;
import dev.caravan.component.wire.ContentHeaders;
import dev.caravan.component.wire.Described;
import dev.caravan.job.Printable;
import dev.caravan.store.ContentChecksum;
import dev.caravan.store.ContentChecksum.Kind;
import dev.caravan.store.Etag;
import dev.caravan.store.ObjectInfo;
import dev.caravan.store.ObjectMetadata;
import dev.caravan.store.StorageTraits;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.hc.core5.http.Header;

/** Object properties in the headers of an answer to GET or HEAD, one character per byte. */
final class ObjectHeaders {

    private static final String USER = "x-amz-meta-";

    /** The shortest retention to keep, which covers a request's time and clock differences. */
    private static final Duration LEAST_RETENTION = Duration.ofMinutes(1);

    private final Supplier<String> what;
    private final ContentHeaders headers;
    private String storageClass = "";
    private String encryption = "";
    private boolean customerKey;
    private boolean ofWhole;
    private ContentChecksum checksum;
    private boolean tagged;
    private int missing;
    private String lockMode = "";
    private String lockedUntil = "";
    private String legalHold = "";

    ObjectHeaders(Supplier<String> what, Header[] headers) {
        this.what = what;
        this.headers = new ContentHeaders(what, headers, USER, false, this::take);
        this.headers.replace("content-encoding", ObjectHeaders::ofContent);
    }

    private void take(String name, String value) {
        switch (name) {
            case "x-amz-storage-class" -> storageClass = value;
            case "x-amz-server-side-encryption" -> encryption = value;
            case "x-amz-server-side-encryption-customer-algorithm" -> customerKey = true;
            case "x-amz-checksum-type" -> ofWhole = value.equals("FULL_OBJECT");
            case "x-amz-checksum-crc64nvme" -> keep(Kind.CRC64NVME, value);
            case "x-amz-checksum-crc32c" -> keep(Kind.CRC32C, value);
            case "x-amz-checksum-crc32" -> keep(Kind.CRC32, value);
            case "x-amz-checksum-sha256" -> keep(Kind.SHA256, value);
            case "x-amz-checksum-sha1" -> keep(Kind.SHA1, value);
            case "x-amz-object-lock-mode" -> lockMode = value;
            case "x-amz-object-lock-retain-until-date" -> lockedUntil = value;
            case "x-amz-object-lock-legal-hold" -> legalHold = value.equals("ON") ? value : "";
            case "x-amz-missing-meta" -> missing = count(value);
            case "x-amz-tagging-count" -> tagged = !value.equals("0");
            default -> {
                // Other headers aren't copied.
            }
        }
    }

    /** Keeps a checksum: first one that can be combined from parts, then the first of {@link Kind}. */
    private void keep(Kind kind, String value) {
        if (checksum == null || kind.compareTo(checksum.kind()) < 0) {
            checksum = new ContentChecksum(kind, value);
        }
    }

    /**
     * Removes {@code aws-chunked} from the content's encodings: some stores keep this upload framing, and sent again it
     * would announce framing that isn't there.
     */
    private static String ofContent(String encodings) {
        if (!areFramed(encodings)) {
            return encodings;
        }
        String others = Arrays.stream(encodings.split(",", -1))
                .map(String::strip)
                .filter(encoding -> !encoding.isEmpty() && !encoding.equals("aws-chunked"))
                .collect(Collectors.joining(","));
        return others.isEmpty() ? null : others;
    }

    /** Returns whether the encodings of an object have the upload framing {@code aws-chunked}. */
    static boolean areFramed(String encodings) {
        return encodings.contains("aws-chunked");
    }

    boolean hasTags() {
        return tagged;
    }

    ObjectMetadata metadata(Map<String, String> tags) {
        return headers.metadata(tags).missing(missing);
    }

    /**
     * Returns the storage properties that a copy keeps. A retention that ends now is dropped: S3 accepts only future
     * dates.
     */
    StorageTraits traits(boolean withClass, boolean withLock) {
        boolean locked = withLock && !lockMode.isEmpty() && isAhead(lockedUntil);
        boolean held = withLock && !legalHold.isEmpty();
        if (!locked && !held) {
            return withClass ? StorageTraits.of(storageClass) : StorageTraits.NONE;
        }
        return new StorageTraits(
                withClass ? storageClass : "",
                locked ? lockMode : "",
                locked ? lockedUntil : "",
                held ? legalHold : "");
    }

    private boolean isAhead(String date) {
        try {
            return Instant.parse(date).isAfter(Instant.now().plus(LEAST_RETENTION));
        } catch (DateTimeException e) {
            throw S3Errors.nonsense(what.get(), "the retention ends at " + Printable.of(date));
        }
    }

    /** Returns a count, which is 1 if it isn't readable. */
    private static int count(String value) {
        long count = Answer.number(value);
        return count < 0 || count > Integer.MAX_VALUE ? 1 : (int) count;
    }

    String etag() {
        return headers.etag();
    }

    /** Returns the properties. Metadata is read once the version is known to be right, since tags take a request. */
    Described with(Supplier<ObjectMetadata> metadata) {
        return new Described() {
            @Override
            public String etag() {
                return headers.etag();
            }

            @Override
            public ObjectInfo info(String key, long size) {
                return new ObjectInfo(
                        key,
                        size,
                        etag(),
                        etagIsMd5(etag(), encryption, customerKey),
                        headers.lastModified(),
                        storageClass,
                        metadata.get(),
                        // A checksum of the parts' checksums depends on the parts, not on the content alone.
                        ofWhole ? checksum : null);
            }
        };
    }

    /** Returns whether the ETag of a stored object or part is the MD5 of its content. */
    static boolean etagIsMd5(Answer answer, String etag) {
        return etagIsMd5(
                etag,
                answer.header("x-amz-server-side-encryption"),
                !answer.header("x-amz-server-side-encryption-customer-algorithm")
                        .isEmpty());
    }

    private static boolean etagIsMd5(String etag, String encryption, boolean customerKey) {
        return !customerKey && !encryption.startsWith("aws:kms") && Etag.looksLikeMd5(etag);
    }
}
