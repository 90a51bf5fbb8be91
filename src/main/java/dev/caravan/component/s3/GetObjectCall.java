package dev.caravan.component.s3;

import dev.caravan.component.wire.Answer;
import dev.caravan.component.wire.Described;
import dev.caravan.component.wire.ReadAnswer;
import dev.caravan.component.wire.XmlElement;
import dev.caravan.store.ByteRange;
import dev.caravan.store.Etag;
import dev.caravan.store.GetRequest;
import dev.caravan.store.ObjectContent;
import dev.caravan.store.ObjectInfo;
import dev.caravan.store.ObjectMetadata;
import dev.caravan.store.StorageTraits;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** GetObject and HeadObject, whose answers have the same headers, and GetObjectTagging. */
record GetObjectCall(
        S3Wire wire, S3Configuration configuration, AclCalls acls, StoredReads reads, TagCounts tagCounts) {

    private static final String VERSION = "versionId";

    ObjectInfo head(String key) {
        return head(key, "", false);
    }

    /** Looks an object up; {@code complete} includes what takes another request. */
    ObjectInfo head(String key, String versionId, boolean complete) {
        S3Request head = headOf(key, versionId, "");
        Answer answer = reads.head(head, () -> headOf(key, versionId, ""));
        Described object = describe(
                head,
                answer,
                headers -> complete ? described(key, versionId, headers, asksForTags(headers)) : ofHeaders(headers));
        return object.info(
                key, ReadAnswer.of(() -> wire.what(head), answer, object).length());
    }

    private S3Request headOf(String key, String versionId, String ifMatch) {
        S3Request head = S3Request.object("HEAD", "HEAD", key).optional(VERSION, versionId);
        askForChecksum(head);
        pin(head, ifMatch);
        return head;
    }

    /** Returns the ETag of an object that keeps the framing of a trailer as an encoding; null if it doesn't. */
    String framed(String key) {
        Answer answer = wire.sendForHead(S3Request.object("HEAD", "HEAD", key));
        return ObjectHeaders.areFramed(answer.header("content-encoding")) ? Etag.unquoted(answer.header("ETag")) : null;
    }

    ObjectContent get(GetRequest request) {
        S3Request get = getOf(request);
        boolean whole = request.range() == null;
        long size = whole && !request.ifMatch().isEmpty() ? request.size() : -1;
        return ReadAnswer.content(
                () -> wire.what(get),
                reads.get(get, () -> getOf(request), size),
                request,
                answer -> describe(get, answer, headers -> whole ? ofWhole(request, headers) : ofHeaders(headers)));
    }

    private S3Request getOf(GetRequest request) {
        S3Request get = S3Request.object("GET", "GET", request.key()).optional(VERSION, request.versionId());
        ByteRange range = request.range();
        if (range != null) {
            get.headers().add("range", range.header());
        } else {
            askForChecksum(get);
        }
        pin(get, request.ifMatch());
        return get;
    }

    private static void pin(S3Request request, String ifMatch) {
        if (!ifMatch.isEmpty()) {
            request.headers().add("if-match", '"' + ifMatch + '"');
        }
    }

    /** Returns an object's tags; {@code versionId} is empty for the current version. */
    Map<String, String> tags(String key, String versionId) {
        S3Request get = S3Request.object("GET", "GET TAGS of", key)
                .parameter("tagging", "")
                .optional(VERSION, versionId);
        XmlElement document = wire.document(get);
        if (document.all("TagSet").isEmpty()) {
            throw S3Errors.nonsense(wire.what(get), "it has no set of tags");
        }
        Map<String, String> tags = new HashMap<>();
        document.all("Tag").forEach(tag -> tags.put(tag.text("Key"), tag.text("Value")));
        return tags;
    }

    private Described describe(S3Request request, Answer answer, Function<ObjectHeaders, ObjectMetadata> metadata) {
        ObjectHeaders headers = new ObjectHeaders(() -> wire.what(request), answer.headers());
        return headers.with(() -> metadata.apply(headers));
    }

    /** Returns all metadata. Requests for tags and grants can't name an ETag: they must be those of this object. */
    private ObjectMetadata ofWhole(GetRequest request, ObjectHeaders headers) {
        boolean withTags = asksForTags(headers);
        ObjectMetadata metadata = described(request.key(), request.versionId(), headers, withTags);
        if (request.versionId().isEmpty() && (withTags || configuration.isKeepAcl())) {
            requireCurrent(request.key(), headers.etag());
        }
        return metadata;
    }

    /** Returns the metadata without tags and grants, which take other requests. */
    private ObjectMetadata ofHeaders(ObjectHeaders headers) {
        return metadata(headers, Map.of()).with(traits(headers));
    }

    private ObjectMetadata described(String key, String versionId, ObjectHeaders headers, boolean withTags) {
        ObjectMetadata metadata =
                metadata(headers, withTags ? tagCounts.tags(headers, () -> tags(key, versionId)) : Map.of());
        StorageTraits traits = traits(headers);
        return metadata.with(configuration.isKeepAcl() ? traits.with(acls.grants(key, versionId)) : traits);
    }

    /** Refuses what was read of an object that was overwritten meanwhile. */
    private void requireCurrent(String key, String etag) {
        S3Request head = headOf(key, "", etag);
        Answer answer = reads.head(head, () -> headOf(key, "", etag));
        ReadAnswer.of(() -> wire.what(head), answer, describe(head, answer, this::ofHeaders))
                .requireEtag(etag);
    }

    private StorageTraits traits(ObjectHeaders headers) {
        return headers.traits(configuration.isKeepStorageClass(), configuration.isKeepLock());
    }

    private void askForChecksum(S3Request request) {
        if (configuration.isReadChecksums()) {
            request.headers().add("x-amz-checksum-mode", "ENABLED");
        }
    }

    private boolean asksForTags(ObjectHeaders headers) {
        return configuration.isIncludeTags() && tagCounts.mayBeTagged(headers);
    }

    private ObjectMetadata metadata(ObjectHeaders headers, Map<String, String> tags) {
        if (configuration.isIncludeMetadata()) {
            return headers.metadata(tags);
        }
        return tags.isEmpty() ? ObjectMetadata.NONE : new ObjectMetadata(Map.of(), Map.of(), tags);
    }
}
