package dev.caravan.message;

/** A message of the queue: one action on one key of the source. */
public sealed interface Message permits ObjectMessage, DeleteMessage, HistoryMessage, UploadMessage {

    /** The messages in one request to the queue (Amazon SQS, SendMessageBatch). */
    int BATCH = 10;

    /** Returns the source's key, byte for byte. */
    String key();

    /**
     * Returns the event's sequencer, which is greater for the later of two events about a key (Amazon S3, "Event
     * message structure"). Empty for a message from a comparison, or whose order is another's.
     */
    default String sequencer() {
        return "";
    }
}
