package dev.caravan.record.local;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.component.sql.SqlPrepareStatementStrategy;

/**
 * Fills the statement that writes a record: its columns in their order. Camel's own strategy looks for names in the text of
 * the statement again for each row.
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
