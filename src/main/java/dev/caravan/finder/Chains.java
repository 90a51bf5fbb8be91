package dev.caravan.finder;

import dev.caravan.message.Message;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The versions that wait until the one before them is copied. Of each key one message is on its way at a time; the next one follows when
 * that one is done. Safe for many threads.
 */
public final class Chains {

    /** The number of messages that may wait. With more, no further key is looked at. */
    private static final int MOST = 200_000;

    private final Map<String, Deque<Message>> waiting = new HashMap<>();
    private int count;
    private long followed;
    private boolean stopped;

    /** Notes the messages of a key that follow its first one. Waits while too many of other keys wait. */
    synchronized void add(String key, List<Message> following) throws InterruptedException {
        while (count > MOST && !stopped) {
            wait();
        }
        if (!following.isEmpty()) {
            waiting.put(key, new ArrayDeque<>(following));
            count += following.size();
        }
    }

    /** Returns the message that follows a message that is done; null where none does. */
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

    /** Drops what was to follow a message that failed: a version is copied only if all before it are. Returns what was dropped. */
    public synchronized List<Message> drop(Message failed) {
        Deque<Message> chain = waiting.remove(failed.key());
        if (chain == null) {
            return List.of();
        }
        count -= chain.size();
        notifyAll();
        return List.copyOf(chain);
    }

    /** Returns how many messages have followed others so far. */
    public synchronized long followed() {
        return followed;
    }

    /** Nobody waits any more. */
    synchronized void stop() {
        stopped = true;
        notifyAll();
    }
}
