package dev.caravan.flow;

import dev.caravan.record.RecordsException;
import dev.caravan.store.TransientException;
import org.apache.camel.Processor;

/** Failures of the table of records, as the routes see them. */
final class TableFailures {

    private TableFailures() {}

    /** Returns the step as it is, but that its message comes back when the table is away: this is no fault of the object. */
    static Processor passing(Processor step) {
        return exchange -> {
            try {
                step.process(exchange);
            } catch (RecordsException e) {
                // Without the cause: routes look for the innermost.
                throw new TransientException(e.getMessage(), 0, "", null);
            }
        };
    }
}
