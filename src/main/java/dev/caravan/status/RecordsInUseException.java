package dev.caravan.status;

import java.sql.SQLException;

/** Another process has the records' file open. */
public final class RecordsInUseException extends SQLException {

    private static final long serialVersionUID = 1L;

    RecordsInUseException(SQLException cause) {
        super(cause.getMessage(), cause);
    }
}
