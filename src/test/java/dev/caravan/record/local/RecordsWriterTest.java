package dev.caravan.record.local;

import static dev.caravan.local.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.record.JobStatus;
import dev.caravan.record.StatusRecord;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

@Timeout(60)
class RecordsWriterTest {

    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    @TempDir
    private Path folder;

    private final CamelContext camel = new DefaultCamelContext();
    private final List<Object> written = Collections.synchronizedList(new ArrayList<>());
    private RecordsDatabase database;

    @BeforeEach
    void open() {
        database = RecordsDatabase.open(folder.resolve("records"));
    }

    @Test
    void aRecordThatCannotBeWrittenCostsOnlyItself() throws Exception {
        RecordsWriter writer = new RecordsWriter(database, batch -> {
            if (batch.stream().anyMatch(record -> record.get(0).equals("bad"))) {
                throw new SQLException("Value too long; SQL statement: MERGE INTO Objects");
            }
            batch.forEach(record -> written.add(record.get(0)));
        });
        for (int i = 0; i < 300; i++) {
            // The writer starts later, so that the batches are always the same.
            put(writer, i == 150 ? "bad" : "k" + i);
        }
        writer.start();
        writer.close();
        database.close();
        assertThat(written).hasSize(299).doesNotContain("bad").doesNotHaveDuplicates();
    }

    @Test
    void aFullDiskEndsTheRunAndFailsNoObject() throws Exception {
        AtomicInteger told = new AtomicInteger();
        AtomicInteger batches = new AtomicInteger();
        database.onFailure(told::incrementAndGet);
        RecordsWriter writer = new RecordsWriter(database, batch -> {
            batches.incrementAndGet();
            throw new IllegalStateException(
                    new SQLiteException("[SQLITE_FULL] (database or disk is full)", SQLiteErrorCode.SQLITE_FULL));
        });
        writer.start();
        // More records than the writer holds: put neither throws nor waits for the database.
        for (int i = 0; i < 2_000; i++) {
            put(writer, "k" + i);
        }
        String message =
                "the records' file " + folder.resolve("records.sqlite") + " can't be written: No space left on device";
        assertThatThrownBy(writer::close)
                .isInstanceOf(RecordsFileException.class)
                .hasMessage(message);
        assertThat(batches).hasValue(1);
        assertThat(told).hasValue(1);
        assertThat(database.failure()).hasMessage(message);
    }

    @Test
    void aBatchThatFailsHalfwayIsWrittenOnce() throws Exception {
        RecordsWriter writer = new RecordsWriter(database, batch -> {
            try (Connection connection = database.dataSource().getConnection();
                    PreparedStatement insert = connection.prepareStatement(
                            "INSERT INTO Objects VALUES (?, 'DONE', 1, '', '', '', '', 0, 0, 0, 1, '', '', 0)")) {
                for (List<Object> record : batch) {
                    insert.setObject(1, record.get(0).equals("bad") ? null : record.get(0));
                    insert.executeUpdate();
                }
            }
        });
        for (String key : List.of("a", "bad", "b")) {
            put(writer, key);
        }
        writer.start();
        writer.close();
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT group_concat(ObjectKey) FROM Objects")) {
            assertThat(row.getString(1)).isEqualTo("a,b");
        }
        database.close();
    }

    @Test
    void aWriterThatDiesOfAnErrorEndsTheRunAndKeepsNobodyWaiting() throws Exception {
        AtomicInteger told = new AtomicInteger();
        database.onFailure(told::incrementAndGet);
        RecordsWriter writer = new RecordsWriter(database, batch -> {
            throw new NoClassDefFoundError("x");
        });
        writer.start();
        for (int i = 0; i < 2_000; i++) {
            put(writer, "k" + i);
        }
        assertThatThrownBy(writer::close)
                .isInstanceOf(RecordsFileException.class)
                .hasMessageEndingWith("can't be written: java.lang.NoClassDefFoundError: x");
        assertThat(told).hasValue(1);
    }

    private void put(RecordsWriter writer, String key) throws Exception {
        Exchange exchange = new DefaultExchange(camel);
        exchange.getMessage()
                .setBody(new StatusRecord(key, JobStatus.DONE, 1, "", "", "", NOON, NOON, 1, "", "", 0, 0, 0));
        writer.process(exchange);
    }
}
