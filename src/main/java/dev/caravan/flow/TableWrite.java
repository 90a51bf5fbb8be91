package dev.caravan.flow;

import dev.caravan.record.StatusRecord;
import dev.caravan.record.dynamo.DynamoRecords;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.aws2.ddb.Ddb2Constants;

/**
 * A record on its way to its destination. The body is the record, and in a fleet the headers are the write of
 * {@code aws2-ddb:}. Later changes of the body have no effect.
 */
public final class TableWrite {

    private static final String RECORD = "CaravanRecord";
    private static final String UNDER_WAY = "CaravanRecordUnderWay";

    private TableWrite() {}

    /** Sends a record without a transfer, of an unreadable message. */
    public static void of(StatusRecord record, Exchange exchange) {
        begin(record, DynamoRecords.updates(record, false), exchange);
    }

    /** Sets the body to the record and the headers to these updates; null for none. */
    static void begin(StatusRecord record, Map<String, ?> updates, Exchange exchange) {
        exchange.setProperty(RECORD, record);
        exchange.setProperty(UNDER_WAY, true);
        Message message = exchange.getMessage();
        message.setBody(record);
        if (updates != null) {
            message.setHeader(Ddb2Constants.KEY, DynamoRecords.keyOf(record.objectKey()));
            message.setHeader(Ddb2Constants.UPDATE_VALUES, updates);
            message.setHeader(Ddb2Constants.RETURN_VALUES, "ALL_OLD");
        }
    }

    /** Returns the last begun record; null for none. */
    public static StatusRecord record(Exchange exchange) {
        return exchange.getProperty(RECORD, StatusRecord.class);
    }

    /** Returns whether a record is being written. */
    static boolean isUnderWay(Exchange exchange) {
        return exchange.getProperty(UNDER_WAY) != null;
    }

    /** Returns DynamoDB's answer; empty without a request. */
    static Map<String, ?> end(Message message) {
        message.getExchange().removeProperty(UNDER_WAY);
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
