package dev.caravan.record.local;

import dev.caravan.job.FileProblem;
import dev.caravan.job.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.h2.api.ErrorCode;
import org.h2.jdbc.JdbcException;
import org.h2.jdbcx.JdbcConnectionPool;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The status records of runs on one machine: an H2 database in one file, which any SQL tool reads.
 *
 * <p>The first failure of the file itself (a full disk, an I/O error, a deleted file) is final: the database takes nothing
 * more, and {@link #onFailure} is told once, so that the run can end.
 */
public final class RecordsDatabase implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger("dev.caravan.worker");

    /** Keys, ETags and errors come from stores: no text has a limit. */
    private static final String OBJECTS = """
            CREATE TABLE IF NOT EXISTS Objects (
                ObjectKey VARCHAR NOT NULL PRIMARY KEY,
                JobStatus VARCHAR NOT NULL,
                Size BIGINT NOT NULL,
                Etag VARCHAR NOT NULL,
                SourceEtag VARCHAR NOT NULL,
                StartTime VARCHAR NOT NULL,
                EndTime VARCHAR NOT NULL,
                StartTimestamp BIGINT NOT NULL,
                EndTimestamp BIGINT NOT NULL,
                SpentTime DOUBLE PRECISION NOT NULL,
                Attempts INTEGER NOT NULL,
                Error VARCHAR NOT NULL,
                UploadId VARCHAR NOT NULL,
                Parts INTEGER NOT NULL
            )""";

    /** Older databases know uploads only by the objects' records. */
    private static final String OLDER_UPLOADS = "SELECT ObjectKey, UploadId, SourceEtag, Size, Parts, StartTimestamp"
            + " FROM Objects WHERE UploadId <> '' AND JobStatus IN ('STARTED', 'SPLIT_DONE')";

    /** Texts of older databases that have a limit. H2's own limit is some 1,000,000,000 characters. */
    private static final String LIMITED =
            "SELECT COLUMN_NAME FROM INFORMATION_SCHEMA.COLUMNS WHERE TABLE_NAME = 'OBJECTS'"
                    + " AND DATA_TYPE = 'CHARACTER VARYING' AND CHARACTER_MAXIMUM_LENGTH < 1000000";

    /** What H2 answers when it has closed the database because of an earlier failure. */
    private static final List<Integer> CLOSED =
            List.of(ErrorCode.DATABASE_IS_CLOSED, ErrorCode.DATABASE_IS_READ_ONLY, ErrorCode.FILE_CORRUPTED_1);

    private static final byte[] HEADER = "H:2,".getBytes(StandardCharsets.US_ASCII);
    private static final int HEADER_BLOCK = 4096;

    private final Path file;
    private final Object fileKey;
    private final JdbcConnectionPool pool;
    private final UploadJournal uploads;
    private final AtomicReference<RecordsFileException> failure = new AtomicReference<>();
    private volatile Runnable onFailure = () -> {};

    private RecordsDatabase(Path file, JdbcConnectionPool pool, UploadJournal uploads) throws IOException {
        this.file = file;
        this.pool = pool;
        this.uploads = uploads;
        this.fileKey = key(file);
    }

    /**
     * Opens the database, or makes it and the folder that it is in. A damaged file, as a process that is killed may leave it, is kept
     * under another name, and a new one is begun.
     *
     * @param name of the file without the ending {@code .mv.db}, which H2 adds
     * @param connections at most this many at a time
     * @throws RecordsFileException if another process has it open, or the file can't be read or written
     */
    public static RecordsDatabase open(Path name, int connections) {
        String path = name.toAbsolutePath().toString();
        Path file = Path.of(path + ".mv.db");
        if (path.indexOf(';') >= 0) {
            throw new RecordsFileException(
                    "the records' file " + Printable.of(path) + " can't be used: a semicolon in its name", null);
        }
        try {
            Files.createDirectories(file.getParent());
            try {
                return open(path, file, connections);
            } catch (SQLException e) {
                if (!isDamage(e) || !isDatabase(file)) {
                    throw e;
                }
                Path broken = Path.of(file + ".broken");
                Files.move(file, broken, StandardCopyOption.REPLACE_EXISTING);
                LOG.warn(
                        "the records' file {} is damaged, and a new one is begun; it is kept as {}: {}",
                        Printable.of(file.toString()),
                        Printable.of(String.valueOf(broken.getFileName())),
                        reason(e));
                return open(path, file, connections);
            }
        } catch (SQLException | IOException e) {
            throw cannotOpen(file, e);
        }
    }

    private static RecordsDatabase open(String path, Path file, int connections) throws SQLException, IOException {
        JdbcConnectionPool pool = null;
        try {
            // The cache is small because records are written once and seldom read (unit: KiB). H2's trace file would
            // stand beside the records with stack traces.
            pool = JdbcConnectionPool.create(
                    "jdbc:h2:file:" + path + ";CACHE_SIZE=4096;DB_CLOSE_ON_EXIT=FALSE;TRACE_LEVEL_FILE=0", "", "");
            pool.setMaxConnections(connections);
            try (Connection connection = pool.getConnection()) {
                return new RecordsDatabase(file, pool, prepare(connection, Path.of(path + ".uploads")));
            }
        } catch (SQLException | IOException | RuntimeException e) {
            if (pool != null) {
                pool.dispose();
            }
            throw e;
        }
    }

    /** Whether H2 finds the file's content wrong; not that it can't read it, that it is locked or is of another version. */
    private static boolean isDamage(SQLException failure) {
        boolean damage = false;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException) {
                return false;
            }
            damage |= cause instanceof MVStoreException store
                    && store.getErrorCode() != DataUtils.ERROR_FILE_LOCKED
                    && store.getErrorCode() != DataUtils.ERROR_UNSUPPORTED_FORMAT;
        }
        return damage;
    }

    /** Returns whether the file begins as H2's files do: a stranger's file is not replaced. H2 keeps its header in two blocks. */
    private static boolean isDatabase(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] begin = in.readNBytes(HEADER_BLOCK + HEADER.length);
            return startsWith(begin, 0) || startsWith(begin, HEADER_BLOCK);
        }
    }

    private static boolean startsWith(byte[] begin, int offset) {
        return begin.length >= offset + HEADER.length
                && Arrays.equals(begin, offset, offset + HEADER.length, HEADER, 0, HEADER.length);
    }

    private static RecordsFileException cannotOpen(Path file, Exception e) {
        if (e instanceof SQLException sql && sql.getErrorCode() == ErrorCode.DATABASE_ALREADY_OPEN_1) {
            return new RecordsFileException(
                    "the records' file " + Printable.of(file.toString())
                            + " is in use by another run; wait for its end, or name another file with --records",
                    e);
        }
        return cannotWrite(file, reason(e) + " (--records names another file)", e);
    }

    private static RecordsFileException cannotWrite(Path file, String why, Throwable cause) {
        return new RecordsFileException(
                "the records' file " + Printable.of(file.toString()) + " can't be written: " + why, cause);
    }

    private static UploadJournal prepare(Connection connection, Path uploads) throws SQLException, IOException {
        if (connection.isReadOnly()) {
            throw new SQLException("the file is read-only", "", ErrorCode.DATABASE_IS_READ_ONLY);
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute(OBJECTS);
            List<String> limited = names(statement, LIMITED);
            UploadJournal journal =
                    UploadJournal.open(uploads, limited.isEmpty() ? List.of() : olderUploads(statement));
            for (String column : limited) {
                statement.execute("ALTER TABLE Objects ALTER COLUMN " + column + " SET DATA TYPE VARCHAR");
            }
            statement.execute("CHECKPOINT SYNC");
            return journal;
        }
    }

    private static List<UploadJournal.Entry> olderUploads(Statement statement) throws SQLException {
        List<UploadJournal.Entry> older = new ArrayList<>();
        try (ResultSet row = statement.executeQuery(OLDER_UPLOADS)) {
            while (row.next()) {
                older.add(new UploadJournal.Entry(
                        0,
                        row.getString("ObjectKey"),
                        row.getString("UploadId"),
                        row.getString("SourceEtag"),
                        row.getLong("Size"),
                        row.getInt("Parts"),
                        row.getLong("StartTimestamp"),
                        false));
            }
        }
        return older;
    }

    private static List<String> names(Statement statement, String query) throws SQLException {
        List<String> names = new ArrayList<>();
        try (ResultSet row = statement.executeQuery(query)) {
            while (row.next()) {
                names.add(row.getString(1));
            }
        }
        return names;
    }

    public DataSource dataSource() {
        return pool;
    }

    public UploadJournal uploads() {
        return uploads;
    }

    /** Sets what is done once, as soon as the file turns out not to be writable. It must not wait. */
    public void onFailure(Runnable action) {
        onFailure = action;
    }

    /** Returns what ended the use of the file; null while there is nothing. */
    public RecordsFileException failure() {
        return failure.get();
    }

    /**
     * Tells a failure of the file from one of a statement or a row. The first one of the file is remembered.
     *
     * @return the file's failure; null where the file is not at fault
     */
    RecordsFileException ofFile(Throwable cause) {
        if (failure.get() == null && isOfFile(cause)) {
            remembered(cannotWrite(file, reason(cause), cause));
        }
        return failure.get();
    }

    /** The file of the uploads can't be written. */
    public RecordsFileException uploadsFailed(IOException cause) {
        Path journal = Path.of(file.toString().replaceFirst("\\.mv\\.db$", ".uploads"));
        return remembered(cannotWrite(journal, reason(cause), cause));
    }

    private RecordsFileException remembered(RecordsFileException first) {
        if (failure.compareAndSet(null, first)) {
            onFailure.run();
        }
        return failure.get();
    }

    /** Only what H2 says counts: routes of a user may send records elsewhere too. */
    private static boolean isOfFile(Throwable failure) {
        boolean database = false;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            database |= cause instanceof JdbcException;
            if (database
                    && (cause instanceof IOException
                            || cause instanceof MVStoreException
                            || (cause instanceof SQLException sql && CLOSED.contains(sql.getErrorCode())))) {
                return true;
            }
        }
        return false;
    }

    /** Returns why a statement failed in one line: the file system's words if there are any, else H2's without its SQL text. */
    static String reason(Throwable failure) {
        Throwable found = failure;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException) {
                return FileProblem.reason(cause);
            }
            found = cause instanceof JdbcException ? cause : found;
        }
        String message = String.valueOf(found.getMessage());
        int sql = message.indexOf("; SQL statement");
        int number = message.lastIndexOf(" [");
        return Printable.of(sql >= 0 ? message.substring(0, sql) : number > 0 ? message.substring(0, number) : message);
    }

    /**
     * Forces what was written to the disk.
     *
     * @throws RecordsFileException if that fails
     */
    void force() {
        // A file that was deleted, or replaced, takes writes without an error as long as it is open.
        requireFile();
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CHECKPOINT SYNC");
        } catch (SQLException e) {
            RecordsFileException broken = ofFile(e);
            throw broken != null ? broken : cannotWrite(file, reason(e), e);
        }
    }

    /** Fails if the file was deleted or replaced since it was opened. */
    void requireFile() {
        RecordsFileException known = failure.get();
        if (known != null) {
            throw known;
        }
        try {
            if (!Objects.equals(fileKey, key(file))) {
                throw ended("another file has taken its place");
            }
        } catch (NoSuchFileException e) {
            throw ended("it was deleted");
        } catch (IOException e) {
            throw ended(FileProblem.reason(e));
        }
    }

    private RecordsFileException ended(String why) {
        return remembered(cannotWrite(file, why, null));
    }

    private static Object key(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    }

    /** Writes what is still in memory, and closes the file. */
    @Override
    public void close() {
        try {
            uploads.close();
            if (failure.get() == null) {
                // SHUTDOWN doesn't tell whether it could write.
                force();
                shutDown();
            }
        } catch (IOException e) {
            throw uploadsFailed(e);
        } finally {
            pool.dispose();
        }
    }

    private void shutDown() {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SHUTDOWN");
        } catch (SQLException e) {
            RecordsFileException broken = ofFile(e);
            if (broken != null) {
                throw broken;
            }
        }
    }
}
