package dev.caravan.record.local;

import dev.caravan.job.FileProblem;
import dev.caravan.job.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * The status records of one machine's runs, in a SQLite file. All writes use one connection and are durable once
 * {@link #commit} returns. The first failure of the file (full disk, I/O error, deletion) is final: the database
 * accepts nothing more, and the action of {@link #onFailure} runs once to end the run.
 */
public final class RecordsDatabase implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger("dev.caravan.copy");

    private static final String ENDING = ".sqlite";

    /** Texts from stores (keys, ETags, errors) have no length limit. */
    private static final String OBJECTS = """
            CREATE TABLE IF NOT EXISTS Objects (
                ObjectKey TEXT NOT NULL PRIMARY KEY,
                JobStatus TEXT NOT NULL,
                Size INTEGER NOT NULL,
                Etag TEXT NOT NULL,
                SourceEtag TEXT NOT NULL,
                StartTime TEXT NOT NULL,
                EndTime TEXT NOT NULL,
                StartTimestamp INTEGER NOT NULL,
                EndTimestamp INTEGER NOT NULL,
                SpentTime REAL NOT NULL,
                Attempts INTEGER NOT NULL,
                Error TEXT NOT NULL,
                UploadId TEXT NOT NULL,
                Parts INTEGER NOT NULL
            ) WITHOUT ROWID""";

    /** The mark of Caravan's files in their header (PRAGMA application_id): "Crvn". */
    private static final int CARAVAN = 0x4372766e;

    /** Finds a row if the database is not empty and has another mark. */
    private static final String ANOTHERS = "SELECT 1 FROM pragma_application_id WHERE application_id <> " + CARAVAN
            + " AND EXISTS (SELECT 1 FROM sqlite_schema)";

    private static final byte[] HEADER = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);

    private static final Set<SQLiteErrorCode> DAMAGE =
            Set.of(SQLiteErrorCode.SQLITE_CORRUPT, SQLiteErrorCode.SQLITE_NOTADB);

    /** The failures of the file; all others are of a statement or row. */
    private static final Set<SQLiteErrorCode> OF_FILE = Set.of(
            SQLiteErrorCode.SQLITE_FULL,
            SQLiteErrorCode.SQLITE_IOERR,
            SQLiteErrorCode.SQLITE_READONLY,
            SQLiteErrorCode.SQLITE_CANTOPEN,
            SQLiteErrorCode.SQLITE_PERM,
            SQLiteErrorCode.SQLITE_CORRUPT,
            SQLiteErrorCode.SQLITE_NOTADB);

    private final Path file;
    private final Object fileKey;
    private final RecordsConnection connection;
    private final DataSource dataSource;
    private final UploadJournal uploads;
    private final AtomicReference<RecordsFileException> failure = new AtomicReference<>();
    private volatile Runnable onFailure = () -> {};

    private RecordsDatabase(Path file, RecordsConnection connection, UploadJournal uploads) throws IOException {
        this.file = file;
        this.connection = connection;
        this.dataSource = new SingleConnectionDataSource(connection, false);
        this.uploads = uploads;
        this.fileKey = key(file);
    }

    /** Returns the file of the records with this name; adds a missing {@code .sqlite}. */
    public static Path file(Path name) {
        String path = name.toString();
        return path.endsWith(ENDING) ? name : Path.of(path + ENDING);
    }

    /**
     * Opens or creates the database and its folder. Renames a damaged file and starts a new one.
     *
     * @throws RecordsFileException if another process uses it, or it can't be read or written
     */
    public static RecordsDatabase open(Path name) {
        Path file = file(name.toAbsolutePath());
        try {
            Files.createDirectories(file.getParent());
            requireWritable(file);
            try {
                return connect(file);
            } catch (SQLiteException e) {
                if (!DAMAGE.contains(code(e)) || !isDatabase(file)) {
                    throw e;
                }
                keepDamaged(file, e);
                return connect(file);
            }
        } catch (SQLException | IOException e) {
            throw cannotOpen(file, e);
        }
    }

    /** Checks that the file can be written, since SQLite gives no reason. */
    private static void requireWritable(Path file) throws IOException {
        if (!Files.exists(file)) {
            Files.createFile(file);
        } else if (!Files.isRegularFile(file)) {
            throw new FileSystemException(file.toString(), null, "it is not a file");
        } else if (!Files.isWritable(file)) {
            throw new AccessDeniedException(file.toString());
        }
    }

    private static void keepDamaged(Path file, SQLException damage) throws IOException {
        Path broken = Path.of(file + ".broken");
        Files.move(file, broken, StandardCopyOption.REPLACE_EXISTING);
        // What the log holds belongs to the damaged file.
        Path log = Path.of(file + "-wal");
        if (Files.exists(log)) {
            Files.move(log, Path.of(broken + "-wal"), StandardCopyOption.REPLACE_EXISTING);
        }
        LOG.warn(
                "the records' file {} is damaged, and a new one is begun; it is kept as {}: {}",
                Printable.of(file.toString()),
                Printable.of(String.valueOf(broken.getFileName())),
                reason(damage));
    }

    private static RecordsDatabase connect(Path file) throws SQLException, IOException {
        RecordsConnection connection = RecordsConnection.open(file);
        try {
            prepare(connection);
            return new RecordsDatabase(file, connection, openUploads(uploads(file)));
        } catch (SQLException | IOException | RuntimeException e) {
            connection.end();
            throw e;
        }
    }

    private static UploadJournal openUploads(Path file) {
        try {
            return UploadJournal.open(file);
        } catch (IOException e) {
            throw cannotOpen(file, e);
        }
    }

    private static void prepare(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            // The file is this process's until it ends. Then SQLite needs no memory that processes share, which network
            // file systems lack.
            statement.execute("PRAGMA locking_mode = EXCLUSIVE");
            statement.execute("PRAGMA journal_mode = WAL");
            // A power cut may cost the last records, never the file.
            statement.execute("PRAGMA synchronous = NORMAL");
            requireOurs(statement);
            statement.execute(OBJECTS);
            statement.execute("PRAGMA application_id = " + CARAVAN);
        }
        connection.setAutoCommit(false);
    }

    private static void requireOurs(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery(ANOTHERS)) {
            if (row.next()) {
                throw new SQLException("it is the database of another program");
            }
        }
    }

    /** Returns whether the file has SQLite's header, so that another program's file isn't replaced. */
    private static boolean isDatabase(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return Arrays.equals(in.readNBytes(HEADER.length), HEADER);
        }
    }

    private static RecordsFileException cannotOpen(Path file, Exception e) {
        if (e instanceof SQLiteException sqlite && code(sqlite) == SQLiteErrorCode.SQLITE_BUSY) {
            return new RecordsFileException(
                    "the records' file " + Printable.of(file.toString())
                            + " is in use by another run or program; wait for its end, or name another file with --records",
                    e);
        }
        return cannotWrite(file, reason(e) + " (--records names another file)", e);
    }

    private static RecordsFileException cannotWrite(Path file, String why, Throwable cause) {
        return new RecordsFileException(
                "the records' file " + Printable.of(file.toString()) + " can't be written: " + why, cause);
    }

    /** Returns the connection as a data source. Writes are durable after the next {@link #commit}. */
    public DataSource dataSource() {
        return dataSource;
    }

    public UploadJournal uploads() {
        return uploads;
    }

    private static Path uploads(Path file) {
        String path = file.toString();
        return Path.of(path.substring(0, path.length() - ENDING.length()) + ".uploads");
    }

    /** Sets an action that runs once when the file can't be written. It must not block. */
    public void onFailure(Runnable action) {
        onFailure = action;
    }

    /** Returns what ended the use of the file; null while it works. */
    public RecordsFileException failure() {
        return failure.get();
    }

    /** Returns the file's failure (the first is kept); null if a statement or row is at fault. */
    RecordsFileException ofFile(Throwable cause) {
        // Routes of a user may use other databases.
        SQLiteException sqlite = sqlite(cause);
        if (failure.get() == null && sqlite != null && OF_FILE.contains(code(sqlite))) {
            remembered(cannotWrite(file, reason(cause), cause));
        }
        return failure.get();
    }

    /** Records that the uploads' journal can't be written. */
    public RecordsFileException uploadsFailed(IOException cause) {
        return remembered(cannotWrite(uploads(file), FileProblem.reason(cause), cause));
    }

    /** Records a final failure that isn't the file's. */
    RecordsFileException ended(Throwable cause) {
        return remembered(cannotWrite(file, Printable.of(String.valueOf(cause)), cause));
    }

    private RecordsFileException remembered(RecordsFileException first) {
        if (failure.compareAndSet(null, first)) {
            onFailure.run();
        }
        return failure.get();
    }

    private static SQLiteException sqlite(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLiteException sqlite) {
                return sqlite;
            }
        }
        return null;
    }

    private static SQLiteErrorCode code(SQLiteException failure) {
        return SQLiteErrorCode.getErrorCode(failure.getErrorCode());
    }

    /** Returns the reason of a failed statement or file access in one line. */
    static String reason(Throwable failure) {
        SQLiteException sqlite = sqlite(failure);
        if (sqlite == null) {
            return failure instanceof SQLException
                    ? Printable.of(String.valueOf(failure.getMessage()))
                    : FileProblem.reason(failure);
        }
        return switch (code(sqlite)) {
            case SQLITE_FULL -> "No space left on device";
            case SQLITE_READONLY, SQLITE_PERM -> "permission denied";
            case SQLITE_NOTADB -> "it is not a database";
            case SQLITE_CORRUPT -> "it is damaged";
            // "[SQLITE_IOERR_WRITE] I/O error in the VFS layer … (disk I/O error)"
            default ->
                Printable.of(sqlite.getMessage().substring(sqlite.getMessage().indexOf(' ') + 1));
        };
    }

    void commit() throws SQLException {
        connection.commit();
    }

    void rollBack() {
        connection.rollback();
    }

    /** Forces writes to the disk; throws {@link RecordsFileException} if that fails. */
    void force() {
        // A file that was deleted, or replaced, takes writes without an error as long as it is open.
        requireFile();
        try (Statement statement = connection.createStatement()) {
            connection.commit();
            statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
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
                throw lost("another file has taken its place");
            }
        } catch (NoSuchFileException e) {
            throw lost("it was deleted");
        } catch (IOException e) {
            throw lost(FileProblem.reason(e));
        }
    }

    private RecordsFileException lost(String why) {
        return remembered(cannotWrite(file, why, null));
    }

    private static Object key(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    }

    /** Writes pending records and closes the file. */
    @Override
    public void close() {
        try {
            uploads.close();
            if (failure.get() == null) {
                // Closing doesn't show whether the write succeeded.
                force();
            }
        } catch (IOException e) {
            throw uploadsFailed(e);
        } finally {
            try {
                connection.end();
            } catch (SQLException e) {
                LOG.debug("the records can't be closed", e);
            }
        }
    }
}
