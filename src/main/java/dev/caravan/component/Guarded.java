package dev.caravan.component;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * A step whose errors of Java, such as a missing class or too deep a recursion, fail its message like any exception. Camel
 * hands them to the thread instead: a worker of a queue dies of it, and its message is neither done nor failed.
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
