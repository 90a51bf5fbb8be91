package dev.caravan.record.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.record.JobStatus;
import dev.caravan.record.StatusRecord;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordsDatabaseTest {

    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    @TempDir
    private Path folder;

    private RecordsDatabase database;
    private DefaultCamelContext camel;
    private ProducerTemplate template;

    @BeforeEach
    void open() throws Exception {
        database = RecordsDatabase.open(folder.resolve("records"), 2);
        camel = new DefaultCamelContext();
        camel.getRegistry().bind("records", database.dataSource());
        camel.getRegistry().bind("recordStatement", new RecordStatement());
        camel.start();
        template = camel.createProducerTemplate();
    }

    @AfterEach
    void close() throws Exception {
        camel.close();
        database.close();
    }

    @Test
    void recordIsWrittenWithTheTablesNamesAndTimes() throws Exception {
        put(record(JobStatus.DONE, NOON, "e1"));
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT * FROM Objects")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getString("ObjectKey")).isEqualTo("a'; DROP TABLE Objects; --");
            assertThat(row.getString("StartTime")).isEqualTo("2026/11/22 12:00:00");
            assertThat(row.getString("EndTime")).isEqualTo("2026/11/22 12:00:02");
            assertThat(row.getDouble("SpentTime")).isEqualTo(2.0);
            assertThat(row.getLong("Size")).isEqualTo(5L << 30);
            assertThat(row.next()).isFalse();
        }
    }

    @Test
    void lateWorkerDoesNotOverwriteANewerDone() throws Exception {
        put(record(JobStatus.DONE, NOON, "new"));
        put(record(JobStatus.ERROR, NOON.minusSeconds(60), "old"));
        assertThat(etag()).isEqualTo("new");
    }

    @Test
    void newerRecordReplacesAnOlderOne() throws Exception {
        put(record(JobStatus.DONE, NOON.minusSeconds(60), "old"));
        put(record(JobStatus.ERROR, NOON, "new"));
        assertThat(etag()).isEqualTo("new");
    }

    @Test
    void recordsAreThereAfterTheDatabaseWasClosed() throws Exception {
        put(record(JobStatus.DONE, NOON, "kept"));
        database.close();
        database = RecordsDatabase.open(folder.resolve("records"), 2);
        assertThat(etag()).isEqualTo("kept");
    }

    @Test
    void fileNameCannotCarryDatabaseSettings() {
        Path file = folder.resolve("x;INIT=DROP ALL OBJECTS");
        assertThatThrownBy(() -> RecordsDatabase.open(file, 1)).hasMessageContaining("semicolon");
    }

    @Test
    void noTextIsTooLong() throws Exception {
        String text = "x".repeat(2_000_000);
        put(new StatusRecord(
                text, JobStatus.ERROR, 1, text, text, "", NOON, NOON, 1, "error " + text, "upload " + text, 2));
        assertThat(etag()).isEqualTo(text);
    }

    @Test
    void databaseOfAnOlderVersionIsOpenedAndLosesItsLimits() throws Exception {
        Path file = folder.resolve("older");
        try (Connection connection = DriverManager.getConnection("jdbc:h2:file:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE Objects (ObjectKey VARCHAR(1024) NOT NULL PRIMARY KEY,"
                    + " JobStatus VARCHAR(16) NOT NULL, Size BIGINT NOT NULL, Etag VARCHAR(256) NOT NULL,"
                    + " SourceEtag VARCHAR(256) NOT NULL, StartTime VARCHAR(19) NOT NULL, EndTime VARCHAR(19) NOT NULL,"
                    + " StartTimestamp BIGINT NOT NULL, EndTimestamp BIGINT NOT NULL, SpentTime DOUBLE PRECISION NOT NULL,"
                    + " Attempts INTEGER NOT NULL, Error VARCHAR(2000) NOT NULL, UploadId VARCHAR(2000) NOT NULL,"
                    + " Parts INTEGER NOT NULL)");
            statement.execute(
                    "INSERT INTO Objects VALUES ('begun', 'STARTED', 7, '', 'e', '', '', 5, 5, 0, 1, '', 'u', 2)");
            statement.execute(
                    "INSERT INTO Objects VALUES ('done', 'DONE', 7, '', 'e', '', '', 5, 5, 0, 1, '', 'v', 2)");
        }
        try (RecordsDatabase older = RecordsDatabase.open(file, 2);
                Connection connection = older.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("UPDATE Objects SET ObjectKey = '" + "k".repeat(5000) + "', Error = '" + "e".repeat(5000)
                    + "' WHERE ObjectKey = 'done'");
            assertThat(older.uploads().entries())
                    .containsExactly(new UploadJournal.Entry(1, "begun", "u", "e", 7, 2, 5, false));
        }
    }

    @Test
    void nothingElseStandsBesideTheFile() throws Exception {
        put(record(JobStatus.DONE, NOON, "e1"));
        database.close();
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(folder.resolve("records.mv.db"));
        }
        database = RecordsDatabase.open(folder.resolve("records"), 2);
    }

    @Test
    void fileThatIsDeletedIsAFailureThatIsToldOnce() throws Exception {
        AtomicInteger told = new AtomicInteger();
        database.onFailure(told::incrementAndGet);
        Files.delete(folder.resolve("records.mv.db"));
        String message = "the records' file " + folder.resolve("records.mv.db") + " can't be written: it was deleted";
        assertThatThrownBy(database::force)
                .isInstanceOf(RecordsFileException.class)
                .hasMessage(message);
        assertThatThrownBy(database::force).hasMessage(message);
        assertThat(told).hasValue(1);
        database = RecordsDatabase.open(folder.resolve("another"), 2);
    }

    /** A process that is killed may leave it so. */
    @Test
    void aStrangersFileIsNeitherReplacedNorMoved() throws Exception {
        Path file = Files.writeString(folder.resolve("notes.mv.db"), "not a database".repeat(1000));
        assertThatThrownBy(() -> RecordsDatabase.open(folder.resolve("notes"), 2))
                .isInstanceOf(RecordsFileException.class)
                .hasMessageContaining("--records");
        assertThat(file).hasContent("not a database".repeat(1000));
        assertThat(folder.resolve("notes.mv.db.broken")).doesNotExist();
    }

    @Test
    void damagedFileIsKeptUnderAnotherNameAndItsUploadsAreKnown() throws Exception {
        Path file = folder.resolve("damaged.mv.db");
        try (RecordsDatabase before = RecordsDatabase.open(folder.resolve("damaged"), 2)) {
            before.uploads().put(new UploadJournal.Entry(0, "k", "u", "e", 7, 2, 5, false));
        }
        byte[] bytes = Files.readAllBytes(file);
        // Both copies of the header, but for the first letters.
        Arrays.fill(bytes, 4, 2 * 4096, (byte) 'x');
        Files.write(file, bytes);
        try (RecordsDatabase after = RecordsDatabase.open(folder.resolve("damaged"), 2)) {
            assertThat(after.uploads().entries()).hasSize(1);
        }
        assertThat(folder.resolve("damaged.mv.db.broken")).hasBinaryContent(bytes);
    }

    @Test
    void fileOfAnotherRunIsNamed() throws Exception {
        Path file = folder.resolve("locked.mv.db");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.lock();
            assertThatThrownBy(() -> RecordsDatabase.open(folder.resolve("locked"), 2))
                    .isInstanceOf(RecordsFileException.class)
                    .hasMessage("the records' file " + file
                            + " is in use by another run; wait for its end, or name another file with --records");
        }
    }

    @Test
    void folderThatCannotBeMadeIsNamedWithTheReason() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThatThrownBy(() -> RecordsDatabase.open(file.resolve("records"), 2))
                .isInstanceOf(RecordsFileException.class)
                .hasMessage(
                        "the records' file " + file.resolve("records.mv.db")
                                + " can't be written: a file has the name of a folder of its path (--records names another file)");
    }

    private void put(StatusRecord record) {
        template.sendBody(
                "sql:classpath:sql/put-record.sql?dataSource=#records&batch=true&prepareStatementStrategy=#recordStatement",
                List.of(record.columns()));
    }

    private String etag() throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT Etag FROM Objects")) {
            assertThat(row.next()).isTrue();
            return row.getString(1);
        }
    }

    private static StatusRecord record(JobStatus status, Instant start, String etag) {
        return new StatusRecord(
                "a'; DROP TABLE Objects; --",
                status,
                5L << 30,
                etag,
                "source",
                "",
                start,
                start.plusMillis(2000),
                1,
                "",
                "",
                0);
    }
}
