package dev.caravan.ops;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.SynchronizationAdapter;

/**
 * How many messages stand on the queue or are being worked on. A message is settled when its exchange is done, however it
 * ended, so that the run can't end before the last one nor wait for one that is lost.
 */
public final class Ledger {

    private final AtomicLong open = new AtomicLong();

    /** The steps by the names that the routes call them. */
    public Map<String, Processor> byName() {
        return Map.of("entered", this::entered, "settleWhenDone", this::settleWhenDone);
    }

    /** A step behind the queue's entrance: one message more. */
    private void entered(Exchange exchange) {
        open.incrementAndGet();
    }

    /** The worker's first step: one message less as soon as its exchange is done. */
    private void settleWhenDone(Exchange exchange) {
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                if (open.decrementAndGet() <= 0) {
                    wake();
                }
            }
        });
    }

    private synchronized void wake() {
        notifyAll();
    }

    /** Waits until nothing is open. To be called when nothing enters any more: before that, zero means nothing. */
    public synchronized void awaitSettled() throws InterruptedException {
        while (open.get() > 0) {
            // The count may fall between the look and the wait; the timeout makes that harmless.
            wait(TimeUnit.SECONDS.toMillis(1));
        }
    }
}
