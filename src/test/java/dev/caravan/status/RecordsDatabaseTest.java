package dev.caravan.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.transfer.JobStatus;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
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

    private void put(StatusRecord record) {
        template.sendBody("sql:classpath:sql/put-record.sql?dataSource=#records&batch=true", List.of(record.columns()));
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
