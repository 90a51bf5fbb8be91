package dev.caravan.message;

/** A step of a giant object whose upload is on record. */
public sealed interface UploadMessage extends Message permits PartMessage, CompleteMessage, AbortMessage {

    String uploadId();

    /** Returns none: the upload keeps the version it began with. */
    @Override
    default String sequencer() {
        return "";
    }
}
