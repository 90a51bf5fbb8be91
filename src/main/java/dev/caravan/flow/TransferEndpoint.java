package dev.caravan.flow;

import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;

/** One step of a transfer's protocol: resume an upload, recognise a lost answer, decide which of two workers was first. */
@UriEndpoint(
        firstVersion = "0.2.0",
        scheme = "transfer",
        title = "Transfer",
        syntax = "transfer:operation",
        producerOnly = true,
        remote = false,
        category = {Category.FILE})
public class TransferEndpoint extends DefaultEndpoint {

    @UriPath(description = "The step; docs/routes.md describes each")
    @Metadata(required = true)
    private TransferOperation operation;

    TransferEndpoint(String uri, TransferComponent component, TransferOperation operation) {
        super(uri, component);
        this.operation = operation;
    }

    public TransferOperation getOperation() {
        return operation;
    }

    /** Sets the step. No message header can change it. */
    public void setOperation(TransferOperation operation) {
        this.operation = operation;
    }

    @Override
    public boolean isRemote() {
        return false;
    }

    @Override
    public Producer createProducer() {
        Processor step = CamelContextHelper.lookup(getCamelContext(), operation.name(), Processor.class);
        if (step == null) {
            throw new IllegalArgumentException("this command has no step transfer:" + operation.name());
        }
        return new DefaultProducer(this) {
            @Override
            public void process(Exchange exchange) throws Exception {
                step.process(exchange);
            }
        };
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("transfer: is a step, no route begins with it");
    }
}
