package dev.caravan.finder;

import dev.caravan.message.Message;
import java.util.Iterator;

/** A finder's results, iterated by one thread. Any thread may cancel it. */
public interface Found extends Iterator<Message>, AutoCloseable {

    /** Returns how many messages may be collected before the first is passed on, at least 1. */
    default int batch() {
        return Message.BATCH;
    }

    /** Ends it early: {@link #hasNext()} then returns false. */
    void cancel();

    @Override
    default void close() {
        cancel();
    }
}
