package dev.caravan.message;

/** What stands on the queue: one thing to be done with one key of the source. */
public sealed interface Message permits ObjectMessage, DeleteMessage, UploadMessage {

    /** The number of messages that one request to the queue takes (Amazon SQS, SendMessageBatch). */
    int BATCH = 10;

    /** The source's key, byte for byte. */
    String key();

    /**
     * Of two events about one key the one with the greater sequencer is the later one (Amazon S3, "Event message
     * structure"). Empty where the message comes from a comparison and not from an event.
     */
    String sequencer();
}
