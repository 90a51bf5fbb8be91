package dev.caravan.finder;

import dev.caravan.message.Message;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The versions that wait for their predecessors. One message of each key is in progress at a time; the next one follows
 * when it is done. Thread-safe.
 */
public final class Chains {

    /** The maximum number of waiting messages. Above it, no further key is compared. */
    private static final int MOST = 200_000;

    private final Map<String, Deque<Message>> waiting = new HashMap<>();
    private int count;
    private long followed;
    private boolean stopped;

    /** Adds the messages after a key's first one. Waits while too many messages of other keys wait. */
    synchronized void add(String key, List<Message> following) throws InterruptedException {
        while (count > MOST && !stopped) {
            wait();
        }
        if (!following.isEmpty()) {
            waiting.put(key, new ArrayDeque<>(following));
            count += following.size();
        }
    }

    /** Returns the message after a finished one; null if none. */
    public synchronized Message after(Message done) {
        Deque<Message> chain = waiting.get(done.key());
        if (chain == null) {
            return null;
        }
        Message next = chain.poll();
        if (chain.isEmpty()) {
            waiting.remove(done.key());
        }
        count--;
        followed++;
        notifyAll();
        return next;
    }

    /** Drops and returns the messages after a failed one: a version is copied only after all earlier ones. */
    public synchronized List<Message> drop(Message failed) {
        Deque<Message> chain = waiting.remove(failed.key());
        if (chain == null) {
            return List.of();
        }
        count -= chain.size();
        notifyAll();
        return List.copyOf(chain);
    }

    public synchronized long followed() {
        return followed;
    }

    synchronized void stop() {
        stopped = true;
        notifyAll();
    }
}
