package dev.caravan.queue;

import dev.caravan.job.Printable;
import dev.caravan.progress.FewLines;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of messages that failed and come back: each message once, and at most ten a minute; the others are counted. Each receipt is
 * told at DEBUG.
 */
final class ComingBack {

    private static final Logger LOG = LoggerFactory.getLogger("dev.caravan.worker");
    private static final int REMEMBERED = 10_000;

    private final FewLines lines;
    private final Map<String, Boolean> told = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    };

    /** @param nanoTime a clock such as {@link System#nanoTime()} */
    ComingBack(LongSupplier nanoTime) {
        this.lines = new FewLines(nanoTime);
    }

    /** Logs that a message failed and that it returns to the queue in {@code seconds}. */
    void note(Receipt receipt, int seconds) {
        LOG.debug("receipt {} failed, comes back in {} s: {}", receipt.receives(), seconds, what(receipt));
        String line = line(receipt, seconds);
        if (line != null) {
            LOG.info(line);
        }
    }

    /** The line to be told at INFO; null where there is none. */
    synchronized String line(Receipt receipt, int seconds) {
        if (told.put(receipt.messageId(), true) != null) {
            return null;
        }
        return lines.tell("will be tried again in " + seconds + " s: " + what(receipt));
    }

    private static String what(Receipt receipt) {
        String key = receipt.key().isEmpty() ? "message " + receipt.messageId() : receipt.key();
        return Printable.quoted(key) + ": " + (receipt.reason().isEmpty() ? "not done" : receipt.reason());
    }
}
