package dev.caravan.finder;

import dev.caravan.message.Message;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CancellationException;

/**
 * Passes chunks of messages from the listing threads to their consumer; producers wait while it is full. Its outcome is
 * the first of end, failure and cancellation, but a cancellation also replaces an end that wasn't reached.
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

    /** Waits for room; throws {@link CancellationException} after a cancellation. */
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
     * Returns the next chunk, never empty; an empty list at the end or after a cancellation. After the chunks before a
     * failure it throws that failure every time.
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

    synchronized void end() {
        settle(State.ENDED);
    }

    /** Makes {@link #take()} fail after the earlier chunks, whose differences are valid. */
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
