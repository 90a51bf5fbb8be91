package dev.caravan.component;

import org.apache.camel.spi.Metadata;

/** The headers of all object-store components. */
public final class ObjectStoreHeaders {

    @Metadata(description = "The object's key, byte for byte; never evaluated as an expression", javaType = "String")
    public static final String KEY = "CaravanKey";

    @Metadata(
            description = "The bytes wanted by getObject or copyPart; as text in the form bytes=0-99",
            javaType = "dev.caravan.store.ByteRange")
    public static final String RANGE = "CaravanRange";

    @Metadata(
            description = "The ETag, unquoted, that the object must still have (getObject, copyObject, copyPart)",
            javaType = "String")
    public static final String IF_MATCH = "CaravanIfMatch";

    @Metadata(
            description = "The expected size in bytes of the object that getObject reads; used with"
                    + " CaravanIfMatch, or if the answer has no length",
            javaType = "Long")
    public static final String SIZE = "CaravanSize";

    @Metadata(
            description = "The ID of the version that getObject reads; the current one if it is absent",
            javaType = "String")
    public static final String VERSION_ID = "CaravanVersionId";

    @Metadata(
            description = "The ETag, unquoted, that putObject, copyObject or completeUpload answered",
            javaType = "String")
    public static final String ETAG = "CaravanETag";

    @Metadata(
            description = "What getObject found of the object: its size, ETag, time and metadata",
            javaType = "dev.caravan.store.ObjectInfo")
    public static final String INFO = "CaravanInfo";

    @Metadata(
            description =
                    "The length in bytes of an InputStream that putObject or uploadPart sends; other bodies have a"
                            + " known length",
            javaType = "Long")
    public static final String CONTENT_LENGTH = "CaravanContentLength";

    @Metadata(
            description =
                    "The metadata that putObject and createUpload store, as far as the store can keep it; else the"
                            + " content's own metadata",
            javaType = "dev.caravan.store.ObjectMetadata")
    public static final String METADATA = "CaravanMetadata";

    @Metadata(
            description = "The hexadecimal MD5 by which putObject verifies the bytes; else the content's ETag if it"
                    + " is one",
            javaType = "String")
    public static final String MD5 = "CaravanMd5";

    @Metadata(
            description =
                    "Whether putObject announces the MD5 to the store, the default, or verifies it before it sends the"
                            + " last byte",
            javaType = "Boolean")
    public static final String MD5_ANNOUNCED = "CaravanMd5Announced";

    @Metadata(description = "The multipart upload's ID", javaType = "String")
    public static final String UPLOAD_ID = "CaravanUploadId";

    @Metadata(description = "The part's number, 1 to 10,000", javaType = "Integer")
    public static final String PART_NUMBER = "CaravanPartNumber";

    @Metadata(description = "The bucket that copyObject and copyPart copy from", javaType = "String")
    public static final String COPY_BUCKET = "CaravanCopyBucket";

    @Metadata(description = "The key that copyObject and copyPart copy from", javaType = "String")
    public static final String COPY_KEY = "CaravanCopyKey";

    @Metadata(
            description = "Whether the requester of copyObject and copyPart pays for reading the source",
            javaType = "Boolean")
    public static final String COPY_REQUESTER_PAYS = "CaravanCopyRequesterPays";

    @Metadata(description = "listObjects: only keys that begin with it", javaType = "String")
    public static final String PREFIX = "CaravanPrefix";

    @Metadata(description = "listObjects: groups the keys that are equal up to this delimiter", javaType = "String")
    public static final String DELIMITER = "CaravanDelimiter";

    @Metadata(description = "listObjects: only keys after it in UTF-8 byte order", javaType = "String")
    public static final String START_AFTER = "CaravanStartAfter";

    @Metadata(description = "listObjects: the largest number of keys, 1 to 1,000", javaType = "Integer")
    public static final String MAX_KEYS = "CaravanMaxKeys";

    private ObjectStoreHeaders() {}
}
