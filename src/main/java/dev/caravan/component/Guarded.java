package dev.caravan.component;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Turns Java errors of a step, such as a missing class or a stack overflow, into failures of its message. Camel passes
 * them to the thread, which would end a queue's worker and leave its message without a result.
 */
public record Guarded(Processor step) implements Processor {

    @Override
    public void process(Exchange exchange) throws Exception {
        process(step, exchange);
    }

    static void process(Processor step, Exchange exchange) throws Exception {
        try {
            step.process(exchange);
        } catch (Error e) {
            throw new IllegalStateException(e.toString(), e);
        }
    }
}
