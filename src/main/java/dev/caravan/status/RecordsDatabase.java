package dev.caravan.status;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.h2.api.ErrorCode;
import org.h2.jdbcx.JdbcConnectionPool;

/** The status records of runs on one machine: an H2 database in one file, which any SQL tool reads. */
public final class RecordsDatabase implements AutoCloseable {

    private static final String TABLE = """
            CREATE TABLE IF NOT EXISTS Objects (
                ObjectKey VARCHAR(1024) NOT NULL PRIMARY KEY,
                JobStatus VARCHAR(16) NOT NULL,
                Size BIGINT NOT NULL,
                Etag VARCHAR(256) NOT NULL,
                SourceEtag VARCHAR(256) NOT NULL,
                StartTime VARCHAR(19) NOT NULL,
                EndTime VARCHAR(19) NOT NULL,
                StartTimestamp BIGINT NOT NULL,
                EndTimestamp BIGINT NOT NULL,
                SpentTime DOUBLE PRECISION NOT NULL,
                Attempts INTEGER NOT NULL,
                Error VARCHAR(2000) NOT NULL,
                UploadId VARCHAR(2000) NOT NULL,
                Parts INTEGER NOT NULL
            )""";

    private final JdbcConnectionPool pool;

    private RecordsDatabase(JdbcConnectionPool pool) {
        this.pool = pool;
    }

    /**
     * Opens the database, or makes it.
     *
     * @param file without the ending {@code .mv.db}, which H2 adds
     * @param connections at most so many at a time
     * @throws RecordsInUseException when another process has it open
     */
    public static RecordsDatabase open(Path file, int connections) throws SQLException {
        String path = file.toAbsolutePath().toString();
        if (path.indexOf(';') >= 0) {
            throw new IllegalArgumentException("the records' file name must not hold a semicolon: " + path);
        }
        // The cache is small because records are written once and seldom read (unit: KiB).
        JdbcConnectionPool pool =
                JdbcConnectionPool.create("jdbc:h2:file:" + path + ";CACHE_SIZE=4096;DB_CLOSE_ON_EXIT=FALSE", "", "");
        pool.setMaxConnections(connections);
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(TABLE);
        } catch (SQLException e) {
            pool.dispose();
            throw e.getErrorCode() == ErrorCode.DATABASE_ALREADY_OPEN_1 ? new RecordsInUseException(e) : e;
        }
        return new RecordsDatabase(pool);
    }

    public DataSource dataSource() {
        return pool;
    }

    @Override
    public void close() throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SHUTDOWN");
        } finally {
            pool.dispose();
        }
    }
}
