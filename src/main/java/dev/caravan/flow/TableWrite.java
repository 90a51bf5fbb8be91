package dev.caravan.flow;

import dev.caravan.record.StatusRecord;
import dev.caravan.record.dynamo.DynamoRecords;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.aws2.ddb.Ddb2Constants;

/**
 * A record on its way to where the routes send records. It is the body, and in a fleet the headers are what {@code aws2-ddb:} writes. What a step makes
 * of the body doesn't matter afterwards.
 */
public final class TableWrite {

    private static final String RECORD = "CaravanRecord";

    private TableWrite() {}

    /** Sends the record of what was no message, which has no transfer. */
    public static void of(StatusRecord record, Exchange exchange) {
        begin(record, DynamoRecords.updates(record, false), exchange);
    }

    /** Makes the record the body, and the headers what {@code aws2-ddb:} writes: these updates, or nothing where they are null. */
    static void begin(StatusRecord record, Map<String, ?> updates, Exchange exchange) {
        exchange.setProperty(RECORD, record);
        Message message = exchange.getMessage();
        message.setBody(record);
        if (updates != null) {
            message.setHeader(Ddb2Constants.KEY, DynamoRecords.keyOf(record.objectKey()));
            message.setHeader(Ddb2Constants.UPDATE_VALUES, updates);
            message.setHeader(Ddb2Constants.RETURN_VALUES, "ALL_OLD");
        }
    }

    /** Returns the record that was begun last; null for none. */
    public static StatusRecord record(Exchange exchange) {
        return exchange.getProperty(RECORD, StatusRecord.class);
    }

    /** Returns what Amazon DynamoDB answered; empty if it was not asked. */
    static Map<String, ?> end(Message message) {
        message.removeHeader(Ddb2Constants.KEY);
        message.removeHeader(Ddb2Constants.UPDATE_VALUES);
        message.removeHeader(Ddb2Constants.RETURN_VALUES);
        return message.removeHeader(Ddb2Constants.ATTRIBUTES) instanceof Map<?, ?> answer ? cast(answer) : Map.of();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, ?> cast(Map<?, ?> answer) {
        return (Map<String, ?>) answer;
    }
}
