package dev.caravan.record.local;

import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.jdbc4.JDBC4Connection;
import org.sqlite.util.OSInfo;

/**
 * The connection to a file of records. On a full disk SQLite rolls back without a request; its error on Camel's
 * additional rollback would hide the reason.
 */
final class RecordsConnection extends JDBC4Connection {

    private static final Logger LOG = LoggerFactory.getLogger("dev.caravan.copy");

    static {
        // The jar of the distribution has no native library. bin/caravan names the folder that has it; java -jar
        // doesn't.
        String home = System.getProperty("caravan.home");
        if (home != null && System.getProperty("org.sqlite.lib.path") == null) {
            Path libraries = Path.of(home, "lib/native/sqlite", OSInfo.getNativeLibFolderPathForCurrentOS());
            System.setProperty("org.sqlite.lib.path", libraries.toString());
        }
    }

    private RecordsConnection(String uri, Properties settings) throws SQLException {
        super("jdbc:sqlite:" + uri, uri, settings);
    }

    /** Opens the file; doesn't wait for another process that uses it. */
    static RecordsConnection open(Path file) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(0);
        // As a URI, so that no character of the path has a meaning.
        return new RecordsConnection(file.toUri().toString(), config.toProperties());
    }

    /** Does nothing: who is given the one connection can't close it for the others. Spring would make a proxy for this at each start. */
    @Override
    public void close() {}

    void end() throws SQLException {
        super.close();
    }

    @Override
    public void rollback() {
        try {
            super.rollback();
        } catch (SQLException e) {
            LOG.debug("it is rolled back already", e);
            // The next commit needs a transaction.
            try (Statement statement = createStatement()) {
                statement.execute("BEGIN");
            } catch (SQLException none) {
                LOG.debug("no transaction can begin", none);
            }
        }
    }
}
