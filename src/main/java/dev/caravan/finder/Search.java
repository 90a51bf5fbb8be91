package dev.caravan.finder;

import dev.caravan.message.Message;
import java.util.List;

/** Finds the work in its own threads. */
interface Search {

    void start();

    /** Returns the next chunk of messages; see {@link Handover#take()}. */
    List<Message> take() throws InterruptedException;

    boolean isCancelled();

    /** Ends all threads; those that wait for a store end after its answer. */
    void cancel();
}
