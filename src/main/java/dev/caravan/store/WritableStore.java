package dev.caravan.store;

import java.util.List;

/**
 * One bucket that can also be a destination. The rules of {@link ObjectStore} hold here too.
 *
 * <p>A call that writes never throws {@link GoneException}: its 404 says nothing about any object at the source. An upload that the
 * store doesn't know ({@code NoSuchUpload}) is an {@link UploadGoneException}; another 404 with a code of the store is an {@link
 * InvalidException}; a 404 without a code is a {@link NotFoundException}.
 */
public interface WritableStore extends ObjectStore {

    /**
     * Stores an object from a stream, which is read once and never buffered whole. Nothing is stored unless all {@link
     * ObjectContent#length()} bytes arrive. The content stays the caller's to close.
     *
     * @return the new object's ETag, unquoted
     */
    String put(PutRequest request, ObjectContent content);

    /** Begins a multipart upload and returns its upload ID. */
    String createUpload(String key, ObjectMetadata metadata);

    /** Stores one part of an upload from a stream; a part with the same number is replaced. */
    UploadedPart uploadPart(PartRequest request, ObjectContent content);

    /** Has the service copy a range of another object of the same service into a part. */
    UploadedPart copyPart(PartRequest request, CopySource source, ByteRange range);

    /**
     * Has the service copy another object of the same service, with its metadata and tags as far as the store is configured
     * to include them; at most 5 GiB (Amazon S3, CopyObject: 5,368,709,120 bytes). Where the service says that there is nothing to
     * copy, it throws an {@link InvalidException} with that code: the caller asks the source.
     *
     * @return the new object's ETag, unquoted
     */
    String copyObject(String key, CopySource source);

    /** All parts that the upload holds, in ascending part number. {@link UploadGoneException} when there is no such upload. */
    List<UploadedPart> listParts(String key, String uploadId);

    /** Makes the object of its parts, in ascending part number. Returns the new object's ETag, unquoted. */
    String completeUpload(String key, String uploadId, List<UploadedPart> parts);

    /** Discards an upload and its parts; an upload that is already gone, as the store's code says, is no error. */
    void abortUpload(String key, String uploadId);

    /**
     * Deletes an object; an object that is already gone is no error. If the answer is 404 without the store's code, a second look
     * must prove that the object is gone.
     */
    void delete(String key);
}
