package dev.caravan.queue;

import java.util.concurrent.ThreadLocalRandom;

/**
 * How long a message that failed stays away: longer each time it is received, and never the same for all, so that those that failed
 * together don't come back together.
 *
 * @param first seconds after the first receipt, 0 to 43,200; each further one triples it
 * @param longest seconds, 0 to 43,200
 */
public record RetryDelay(int first, int longest) {

    /**
     * The pause before the next receipt.
     *
     * @param receives how often it has been received, at least 1
     * @return seconds: half to one and a half of what the count says
     */
    int seconds(int receives) {
        double pause = Math.min(longest, first * Math.pow(3, Math.min(receives, 20) - 1));
        return (int) Math.round(pause * (0.5 + ThreadLocalRandom.current().nextDouble()));
    }
}
