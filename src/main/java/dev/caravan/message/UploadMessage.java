package dev.caravan.message;

/** One step of a giant object, whose upload the record of its key names. */
public sealed interface UploadMessage extends Message permits PartMessage, CompleteMessage, AbortMessage {

    String uploadId();

    /** None: the upload belongs to the version that it was begun with, whatever told of that one. */
    @Override
    default String sequencer() {
        return "";
    }
}
