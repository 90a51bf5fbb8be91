package dev.caravan.finder;

import dev.caravan.message.Message;
import java.util.Iterator;

/** What a finder finds, while it is iterated by one thread. Any thread may cancel it. */
public interface Found extends Iterator<Message>, AutoCloseable {

    /** How many messages may be gathered before the first of them is handed on, at least 1. */
    int batch();

    /** Ends it early: {@link #hasNext()} returns false after this. */
    void cancel();

    @Override
    void close();
}
