package dev.caravan.store;

import java.util.List;

/**
 * A bucket that can be a destination. The rules of {@link ObjectStore} apply. A write never throws
 * {@link GoneException}: its 404 says nothing about source objects. An unknown upload ({@code NoSuchUpload}) is an
 * {@link UploadGoneException}; another 404 with a store's code is an {@link InvalidException}; a 404 without a code is
 * a {@link NotFoundException}.
 */
public interface WritableStore extends ObjectStore {

    /**
     * Stores an object from a stream, which is read once without buffering it whole. Stores nothing unless all
     * {@link ObjectContent#length()} bytes arrive. The caller closes the content.
     *
     * @return the new object's ETag without quotes
     */
    String put(PutRequest request, ObjectContent content);

    /** Begins a multipart upload and returns its upload ID. */
    String createUpload(String key, ObjectMetadata metadata);

    /** Stores a part from a stream; replaces a part of the same number. */
    UploadedPart uploadPart(PartRequest request, ObjectContent content);

    /** Copies a range of another object of the same service into a part. */
    UploadedPart copyPart(PartRequest request, CopySource source, ByteRange range);

    /**
     * Copies another object of the same service, with metadata and tags as configured; at most 5 GiB (Amazon S3,
     * CopyObject: 5,368,709,120 bytes). Throws {@link InvalidException} with the service's code if the source is
     * missing; the caller then asks the source.
     *
     * @return the new object's ETag without quotes
     */
    String copyObject(String key, CopySource source);

    /** Returns all parts of the upload in ascending order; throws {@link UploadGoneException} if it doesn't exist. */
    List<UploadedPart> listParts(String key, String uploadId);

    /**
     * Creates the object from its parts, in ascending part number. Returns the new object's ETag, without quotes.
     *
     * @param source the source's checksum of the whole object, for the store to verify and keep; null for none. {@link
     *     ContentMismatchException} if the parts have another one
     */
    String completeUpload(String key, String uploadId, List<UploadedPart> parts, ContentChecksum source);

    /**
     * Returns the headers of tags and Object Lock that the store ignored when it began the upload of an object; empty if
     * the store keeps them or doesn't tell.
     */
    List<String> ignored(String key, ObjectMetadata sent);

    /** Discards an upload and its parts; succeeds if it is already gone by the store's code. */
    void abortUpload(String key, String uploadId);

    /**
     * Deletes an object; succeeds if it is already gone. A 404 without the store's code needs a second look as proof.
     */
    void delete(String key);
}
