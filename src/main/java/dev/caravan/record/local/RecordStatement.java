package dev.caravan.record.local;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.component.sql.SqlPrepareStatementStrategy;

/**
 * Sets a record's columns in the insert statement, in order. Camel's own strategy parses the statement for names for
 * each row.
 */
public final class RecordStatement implements SqlPrepareStatementStrategy {

    @Override
    public String prepareQuery(String query, boolean named, Exchange exchange) {
        return query;
    }

    @Override
    public Iterator<?> createPopulateIterator(
            String query, String prepared, int parameters, Exchange exchange, Object record) {
        return ((List<?>) record).iterator();
    }

    @Override
    public void populateStatement(PreparedStatement statement, Iterator<?> columns, int parameters)
            throws SQLException {
        for (int i = 1; columns.hasNext(); i++) {
            statement.setObject(i, columns.next());
        }
    }
}
