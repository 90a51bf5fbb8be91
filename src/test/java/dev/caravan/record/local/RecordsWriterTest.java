package dev.caravan.record.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.record.JobStatus;
import dev.caravan.record.StatusRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.h2.message.DbException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

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
        database = RecordsDatabase.open(folder.resolve("records"), 2);
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
            // The writer isn't running yet, so that the batches are always the same.
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
                    DbException.convertIOException(new IOException("No space left on device"), "x")
                            .getSQLException());
        });
        writer.start();
        // More than can wait: it neither throws nor waits for the database.
        for (int i = 0; i < 2_000; i++) {
            put(writer, "k" + i);
        }
        String message =
                "the records' file " + folder.resolve("records.mv.db") + " can't be written: No space left on device";
        assertThatThrownBy(writer::close)
                .isInstanceOf(RecordsFileException.class)
                .hasMessage(message);
        assertThat(batches).hasValue(1);
        assertThat(told).hasValue(1);
        assertThat(database.failure()).hasMessage(message);
    }

    private void put(RecordsWriter writer, String key) throws Exception {
        Exchange exchange = new DefaultExchange(camel);
        exchange.getMessage().setBody(new StatusRecord(key, JobStatus.DONE, 1, "", "", "", NOON, NOON, 1, "", "", 0));
        writer.process(exchange);
    }
}
