package dev.caravan.component;

/** What an endpoint of the object-store components can do. The names are the values of the option {@code operation}. */
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
