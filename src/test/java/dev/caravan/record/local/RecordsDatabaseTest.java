package dev.caravan.record.local;

import static dev.caravan.local.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.record.JobStatus;
import dev.caravan.record.StatusRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        database = RecordsDatabase.open(folder.resolve("records"));
        camel = new DefaultCamelContext();
        camel.getRegistry().bind("records", database.dataSource());
        camel.getRegistry().bind("recordStatement", new RecordStatement());
        camel.start();
        template = camel.createProducerTemplate();
    }

    @AfterEach
    void close() throws IOException {
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
        database = RecordsDatabase.open(folder.resolve("records"));
        assertThat(etag()).isEqualTo("kept");
    }

    @Test
    void noCharacterOfAFileNameHasAMeaning() throws Exception {
        String name = "x?mode=memory&cache=private;a=%41#é ü.sqlite";
        try (RecordsDatabase odd = RecordsDatabase.open(folder.resolve(name))) {
            assertThat(odd.failure()).isNull();
        }
        assertThat(folder.resolve(name)).isNotEmptyFile();
        assertThat(RecordsDatabase.file(folder.resolve(name))).isEqualTo(folder.resolve(name));
    }

    @Test
    void noTextIsTooLong() throws Exception {
        String text = "x".repeat(2_000_000);
        put(new StatusRecord(
                text, JobStatus.ERROR, 1, text, text, "", NOON, NOON, 1, "error " + text, "upload " + text, 2, 0, 0));
        assertThat(etag()).isEqualTo(text);
    }

    @Test
    void whatIsCommittedIsThereAfterTheProcessWasKilled() throws Exception {
        put(record(JobStatus.DONE, NOON, "kept"));
        put(record(JobStatus.DONE, NOON.plusSeconds(1), "newer"));
        Path killed = Files.createDirectory(folder.resolve("killed"));
        for (String file : List.of("records.sqlite", "records.sqlite-wal")) {
            Files.copy(folder.resolve(file), killed.resolve(file));
        }
        camel.stop();
        database.close();
        database = RecordsDatabase.open(killed.resolve("records"));
        assertThat(etag()).isEqualTo("newer");
    }

    @Test
    void databaseOfAnotherProgramIsLeftAlone() throws Exception {
        Path file = folder.resolve("another.sqlite");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE Theirs (A TEXT)");
        }
        assertThatThrownBy(() -> RecordsDatabase.open(file))
                .isInstanceOf(RecordsFileException.class)
                .hasMessage("the records' file " + file
                        + " can't be written: it is the database of another program (--records names another file)");
    }

    /** A database at its maximum size fails as on a full disk. */
    @Test
    void databaseThatIsFullIsAFailureOfTheFile() throws Exception {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA max_page_count = 10");
        }
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 100; i++) {
                        put(record(JobStatus.DONE, NOON.plusSeconds(i), "x".repeat(1000 * i)));
                    }
                })
                .satisfies(failure -> assertThat(database.ofFile(failure))
                        .hasMessage("the records' file " + folder.resolve("records.sqlite")
                                + " can't be written: No space left on device"));
    }

    @Test
    void nothingElseStandsBesideTheFile() throws Exception {
        put(record(JobStatus.DONE, NOON, "e1"));
        database.close();
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(folder.resolve("records.sqlite"));
        }
        database = RecordsDatabase.open(folder.resolve("records"));
    }

    @Test
    void fileThatIsDeletedIsAFailureThatIsReportedOnce() throws Exception {
        AtomicInteger told = new AtomicInteger();
        database.onFailure(told::incrementAndGet);
        Files.delete(folder.resolve("records.sqlite"));
        String message = "the records' file " + folder.resolve("records.sqlite") + " can't be written: it was deleted";
        assertThatThrownBy(database::force)
                .isInstanceOf(RecordsFileException.class)
                .hasMessage(message);
        assertThatThrownBy(database::force).hasMessage(message);
        assertThat(told).hasValue(1);
        database = RecordsDatabase.open(folder.resolve("another"));
    }

    @Test
    void aStrangersFileIsNeitherReplacedNorMoved() throws Exception {
        Path file = Files.writeString(folder.resolve("notes.sqlite"), "not a database".repeat(1000));
        assertThatThrownBy(() -> RecordsDatabase.open(folder.resolve("notes")))
                .isInstanceOf(RecordsFileException.class)
                .hasMessageContaining("--records");
        assertThat(file).hasContent("not a database".repeat(1000));
        assertThat(folder.resolve("notes.sqlite.broken")).doesNotExist();
    }

    @Test
    void damagedFileIsKeptUnderAnotherNameAndItsUploadsAreKnown() throws Exception {
        Path file = folder.resolve("damaged.sqlite");
        try (RecordsDatabase before = RecordsDatabase.open(folder.resolve("damaged"))) {
            before.uploads().put(new UploadJournal.Entry(0, "s3://b", "k", "u", "e", 7, 2, 5, false));
        }
        byte[] bytes = Files.readAllBytes(file);
        // Overwrites the first page except the first 16 bytes.
        Arrays.fill(bytes, 16, 4096, (byte) 'x');
        Files.write(file, bytes);
        try (RecordsDatabase after = RecordsDatabase.open(folder.resolve("damaged"))) {
            assertThat(after.uploads().entries("")).hasSize(1);
        }
        assertThat(folder.resolve("damaged.sqlite.broken")).hasBinaryContent(bytes);
    }

    @Test
    void fileOfAnotherRunIsNamed() {
        assertThatThrownBy(() -> RecordsDatabase.open(folder.resolve("records.sqlite")))
                .isInstanceOf(RecordsFileException.class)
                .hasMessage(
                        "the records' file " + folder.resolve("records.sqlite")
                                + " is in use by another run or program; wait for its end, or name another file with --records");
    }

    @Test
    void folderThatCannotBeMadeIsNamedWithTheReason() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThatThrownBy(() -> RecordsDatabase.open(file.resolve("records")))
                .isInstanceOf(RecordsFileException.class)
                .hasMessage(
                        "the records' file " + file.resolve("records.sqlite")
                                + " can't be written: a file has the name of a folder of its path (--records names another file)");
    }

    @Test
    void journalOfUploadsThatCannotBeReadIsNamedWithTheReason() throws Exception {
        Path journal = Files.createDirectory(folder.resolve("other.uploads"));
        assertThatThrownBy(() -> RecordsDatabase.open(folder.resolve("other")))
                .isInstanceOf(RecordsFileException.class)
                .hasMessage("the records' file " + journal
                        + " can't be written: Is a directory (--records names another file)");
    }

    private void put(StatusRecord record) throws SQLException {
        template.sendBody(
                "sql:classpath:sql/put-record.sql?dataSource=#records&batch=true&prepareStatementStrategy=#recordStatement",
                List.of(record.columns()));
        database.commit();
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
                0,
                0,
                0);
    }
}
