package dev.caravan.queue;

import java.util.concurrent.ThreadLocalRandom;

/**
 * The pause before a failed message is received again: longer after each receipt, and randomized so that messages that
 * failed together don't return together.
 *
 * @param first seconds after the first receipt, 0 to 43,200; each further one triples it
 * @param longest seconds, 0 to 43,200
 */
public record RetryDelay(int first, int longest) {

    /** Returns the pause in seconds after 1 or more receipts: half to one and a half of the computed value. */
    int seconds(int receives) {
        double pause = Math.min(longest, first * Math.pow(3, Math.min(receives, 20) - 1));
        return (int) Math.round(pause * (0.5 + ThreadLocalRandom.current().nextDouble()));
    }
}
