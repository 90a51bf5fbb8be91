package dev.caravan.message;

/** A step of a giant object whose upload is on record. */
public sealed interface UploadMessage extends Message permits PartMessage, CompleteMessage, AbortMessage {

    String uploadId();
}
