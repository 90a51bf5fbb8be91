package dev.caravan.flow;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.service.ServiceHelper;

/**
 * Calls to the two stores, and to the steps of a run, from a protocol in Java. A call is what a {@code to} of a route is: the same endpoint,
 * operation and headers. Its failure is thrown.
 */
final class Calls {

    private static final String SOURCE = "{{caravan.source}}";
    private static final String DESTINATION = "{{caravan.destination}}";

    private final Map<String, Producer> producers = new ConcurrentHashMap<>();

    /** Calls an operation of the source, such as {@code headObject}. */
    void source(Exchange exchange, String operation) throws Exception {
        call(exchange, SOURCE, operation);
    }

    /** Calls an operation of the destination. */
    void destination(Exchange exchange, String operation) throws Exception {
        call(exchange, DESTINATION, operation);
    }

    private void call(Exchange exchange, String store, String operation) throws Exception {
        Producer producer = producers.get(store + operation);
        if (producer == null) {
            producer = producers.computeIfAbsent(store + operation, name -> start(exchange, store, operation));
        }
        producer.process(exchange);
    }

    private static Producer start(Exchange exchange, String store, String operation) {
        try {
            Producer producer = exchange.getContext()
                    .getEndpoint(store + "?operation=" + operation)
                    .createProducer();
            ServiceHelper.startService(producer);
            return producer;
        } catch (Exception e) {
            throw RuntimeCamelException.wrapRuntimeCamelException(e);
        }
    }

    /** Runs the step that the run has bound under this name: a fleet and a single machine keep their records differently. */
    static void step(Exchange exchange, String name) throws Exception {
        CamelContextHelper.mandatoryLookup(exchange.getContext(), name, Processor.class)
                .process(exchange);
    }

    /** Leaves a failure where steps look for it, as {@code doCatch} does. */
    static void caught(Exchange exchange, Throwable failure) {
        exchange.setProperty(Exchange.EXCEPTION_CAUGHT, failure);
    }
}
