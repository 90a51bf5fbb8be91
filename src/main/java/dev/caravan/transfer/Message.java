package dev.caravan.transfer;

/** What stands on the queue: one thing to be done with one key of the source. */
public sealed interface Message permits ObjectMessage, DeleteMessage {

    /** The source's key, byte for byte. */
    String key();
}
