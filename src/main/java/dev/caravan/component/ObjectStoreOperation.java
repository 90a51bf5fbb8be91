package dev.caravan.component;

/** The operations of the object-store components; the names are the values of the option {@code operation}. */
public enum ObjectStoreOperation {
    listObjects,
    headObject,
    getObject,
    putObject,
    createUpload,
    uploadPart,
    copyPart,
    copyObject,
    listParts,
    completeUpload,
    abortUpload,
    deleteObject
}
