package dev.caravan.finder;

import dev.caravan.message.Message;
import java.util.List;

/** Finds what must be done, in threads of its own. */
interface Search {

    /** Begins. */
    void start();

    /** Returns the next chunk of what must be done; see {@link Handover#take()}. */
    List<Message> take() throws InterruptedException;

    boolean isCancelled();

    /** Ends all threads; those that wait for a store end when it answers. */
    void cancel();
}
