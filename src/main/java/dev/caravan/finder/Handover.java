package dev.caravan.finder;

import dev.caravan.message.Message;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CancellationException;

/**
 * Hands chunks of messages from the listing threads to the one that takes them; who gives waits while too many lie there.
 * It has one outcome: the first of ended, failed and cancelled, but cancelling also takes back an end that wasn't reached.
 */
final class Handover {

    private enum State {
        OPEN,
        ENDED,
        FAILED,
        CANCELLED
    }

    private static final int CAPACITY = 8;

    private final Deque<List<Message>> chunks = new ArrayDeque<>();
    private volatile State state = State.OPEN;
    private Throwable failure;

    /** Waits for room; throws {@link CancellationException} when nobody will take the chunk any more. */
    synchronized void put(List<Message> chunk) throws InterruptedException {
        while (state == State.OPEN && chunks.size() >= CAPACITY) {
            wait();
        }
        if (state != State.OPEN) {
            throw new CancellationException();
        }
        chunks.add(chunk);
        notifyAll();
    }

    /**
     * The next chunk, never an empty one; an empty list at the end or when cancelled. Behind the chunks that were put before
     * a failure it throws what failed, every time.
     */
    synchronized List<Message> take() throws InterruptedException {
        while (state == State.OPEN && chunks.isEmpty()) {
            wait();
        }
        if (state == State.FAILED && chunks.isEmpty()) {
            throw failure instanceof RuntimeException e
                    ? e
                    : new ListingException("comparing failed: " + failure, failure);
        }
        if (state == State.CANCELLED || chunks.isEmpty()) {
            return List.of();
        }
        notifyAll();
        return chunks.remove();
    }

    /** There is nothing more to come. */
    synchronized void end() {
        settle(State.ENDED);
    }

    /** Makes {@link #take()} fail after what was put already: that differs, whatever else would have been found. */
    synchronized void fail(Throwable cause) {
        if (state == State.OPEN) {
            failure = cause;
            settle(State.FAILED);
        }
    }

    synchronized void cancel() {
        state = State.CANCELLED;
        chunks.clear();
        notifyAll();
    }

    boolean isCancelled() {
        return state == State.CANCELLED;
    }

    private void settle(State outcome) {
        if (state == State.OPEN) {
            state = outcome;
            notifyAll();
        }
    }
}
