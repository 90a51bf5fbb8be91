package dev.caravan.record.local;

import dev.caravan.record.JobStatus;
import dev.caravan.record.StatusRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Measures the writing of status records to the local file, per record of a batch of 200. */
@State(Scope.Thread)
public class RecordsBenchmark {

    private static final int BATCH = 200;

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private Path folder;
    private RecordsDatabase database;
    private ProducerTemplate template;
    private int number;

    /** Creates an empty file. */
    @Setup
    public void open() throws IOException {
        folder = Files.createTempDirectory("records");
        database = RecordsDatabase.open(folder.resolve("records"));
        camel.getRegistry().bind("records", database.dataSource());
        camel.getRegistry().bind("recordStatement", new RecordStatement());
        camel.start();
        template = camel.createProducerTemplate();
    }

    /** Removes the file. */
    @TearDown
    public void close() throws IOException {
        camel.close();
        database.close();
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    /** Writes and commits a batch of records of new objects. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void writeBatch() throws SQLException {
        Instant now = Instant.now();
        List<List<Object>> batch = new ArrayList<>(BATCH);
        for (int i = 0; i < BATCH; i++) {
            number++;
            batch.add(new StatusRecord(
                            "logs/host-17/part-" + number,
                            JobStatus.DONE,
                            1,
                            "",
                            "",
                            "",
                            now,
                            now,
                            48_213,
                            "",
                            "",
                            0,
                            0,
                            0)
                    .columns());
        }
        template.sendBody(
                "sql:classpath:sql/put-record.sql?dataSource=#records&batch=true&prepareStatementStrategy=#recordStatement",
                batch);
        database.commit();
    }
}
