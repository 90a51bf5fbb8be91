package dev.caravan.command;

import static dev.caravan.command.UploadsBench.ODD;
import static dev.caravan.command.UploadsBench.OLD;
import static dev.caravan.command.UploadsBench.YOUNG;
import static dev.caravan.local.Assertions.assertThat;

import dev.caravan.command.run.ExitCode;
import dev.caravan.local.LocalTable;
import dev.caravan.local.Upload;
import dev.caravan.record.local.RecordsDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class UploadsIT {

    @RegisterExtension
    private final UploadsBench bench = new UploadsBench();

    @TempDir
    private Path folder;

    @Test
    void listsWhatWasBegunTheOldestFirst() {
        String large = bench.open(ODD, 2);
        String giant = bench.open("to/giant", 0);
        bench.record("to/young", "STARTED", bench.open("to/young", 1), YOUNG, 3);
        bench.record(ODD, "STARTED", large, OLD, 3);
        bench.record("to/giant", "SPLIT_DONE", giant, Duration.ofDays(3), 10_000);
        bench.record("to/done", "DONE", "some-upload", OLD, 3);
        bench.record("to/failed", "ERROR", "another-upload", OLD, 3);
        bench.record("to/small", "STARTED", "", OLD, 0);
        bench.record("elsewhere/a", "STARTED", "not-below-to", OLD, 3);
        bench.part(giant, 1, "PART_DONE");
        bench.part(giant, 2, "PART_ERROR");
        bench.part(giant, 3, "PART_DONE");
        bench.part("another", 4, "PART_DONE");

        assertThat(bench.run("uploads")).isEqualTo(ExitCode.DONE);
        assertThat(bench.lines())
                .containsExactly(
                        "8 d 00 h 1.0 GiB 2 of 3 parts STARTED \"to/odd\\n\\u001b[2J\\u202ekey\" " + large,
                        "3 d 00 h 1.0 GiB 2 of 10000 parts SPLIT_DONE \"to/giant\" " + giant,
                        "2 h 00 min 1.0 GiB 1 of 3 parts STARTED \"to/young\" " + bench.uploadOf("to/young"));
        assertThat(bench.err.toString()).isEqualTo("3 uploads, 3.0 GiB when complete" + System.lineSeparator());
        assertThat(bench.bucket.openUploads()).hasSize(3);
    }

    @Test
    void readsTheRecordsAloneWhereNoDestinationIsSaid() {
        bench.record("to/a", "STARTED", "u", OLD, 3);
        bench.environment.keySet().removeIf(name -> name.startsWith("DEST_"));
        assertThat(bench.run("uploads", "--json")).isEqualTo(ExitCode.DONE);
        assertThat(bench.out.toString()).contains("\"key\":\"to/a\"", "\"parts\":3", "\"uploadId\":\"u\"");
        assertThat(bench.out.toString()).doesNotContain("partsDone");
    }

    @Test
    void countsEveryPageOfParts() {
        String giant = bench.open("to/giant", 0);
        bench.record("to/giant", "SPLIT_DONE", giant, OLD, 10_000);
        String filler = "x".repeat(300_000);
        for (int i = 1; i <= 9; i++) {
            Map<String, AttributeValue> item = UploadsBench.partItem(giant, i, "PART_DONE");
            item.put("Filler", AttributeValue.fromS(filler));
            bench.table.client().putItem(put -> put.tableName(LocalTable.PARTS).item(item));
        }
        bench.run("uploads");
        assertThat(bench.lines()).singleElement().asString().contains("9 of 10000 parts");
    }

    @Test
    void doesTheSameWithTheRecordsOfSync() throws Exception {
        String old = bench.open("to/a", 1);
        String young = bench.open("to/b", 1);
        String unrecorded = bench.open("to/intended", 1);
        Path file = folder.resolve("records");
        try (RecordsDatabase database = RecordsDatabase.open(file);
                Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            for (Stream.Builder<Object> row : List.of(row("to/a", old, OLD), row("to/b", young, YOUNG))) {
                String values =
                        String.join(", ", row.build().map(String::valueOf).toList());
                statement.execute("INSERT INTO Objects VALUES (" + values + ")");
            }
        }
        Files.write(
                folder.resolve("records.uploads"),
                List.of(
                        noted(1, bench.location(), "to/a", old, OLD),
                        noted(2, bench.location(), "to/b", young, YOUNG),
                        noted(3, bench.location(), "to/intended", "", OLD),
                        noted(4, bench.location(), "to/not-begun", "", OLD),
                        noted(5, "http://elsewhere/dest", "to/elsewhere", "another", OLD)));
        assertThat(bench.run("uploads", "--records", file.toString(), "--abort-older-than", "7d"))
                .isEqualTo(ExitCode.DONE);
        assertThat(bench.lines()).hasSize(2);
        assertThat(bench.lines().get(0)).endsWith(" 1 of 3 parts STARTED \"to/a\" " + old + " aborted");
        assertThat(bench.lines().get(1)).contains("\"to/intended\" " + unrecorded + " left alone: not on record");
        assertThat(bench.bucket.openUploads()).extracting(Upload::id).containsExactlyInAnyOrder(young, unrecorded);
        try (RecordsDatabase database = RecordsDatabase.open(file);
                Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT JobStatus, Error, UploadId FROM Objects ORDER BY ObjectKey")) {
            rows.next();
            assertThat(rows.getString(1)).isEqualTo("ERROR");
            assertThat(rows.getString(2)).isEqualTo("UploadAborted: it was not ended within 7d");
            rows.next();
            assertThat(rows.getString(1)).isEqualTo("STARTED");
        }
    }

    /** A process may be killed after it completes an upload and before it records the completion. */
    @Test
    void anUploadThatTheDestinationDoesNotHaveIsReportedOnceAndForgotten() throws Exception {
        Path file = folder.resolve("records");
        RecordsDatabase.open(file).close();
        Files.write(
                folder.resolve("records.uploads"),
                List.of(
                        noted(1, bench.location(), "to/a", "completed", OLD),
                        noted(2, "", "to/b", "of-an-older-version", OLD)));
        assertThat(bench.run("uploads", "--records", file.toString(), "--abort-older-than", "7d", "--dry-run"))
                .isEqualTo(ExitCode.DONE);
        assertThat(bench.lines()).hasSize(2);
        for (int lines : new int[] {2, 1}) {
            assertThat(bench.run("uploads", "--records", file.toString())).isEqualTo(ExitCode.DONE);
            assertThat(bench.lines()).hasSize(lines);
        }
        assertThat(bench.lines().get(0)).contains("of-an-older-version");
    }

    private String noted(long id, String destination, String key, String uploadId, Duration age) {
        return "{\"id\":" + id + ",\"destination\":\"" + destination + "\",\"key\":\"" + key + "\",\"uploadId\":\""
                + uploadId + "\",\"sourceEtag\":\"e\",\"size\":" + (1L << 30) + ",\"parts\":3,\"begun\":"
                + bench.now.minus(age).toEpochMilli() + "}";
    }

    private Stream.Builder<Object> row(String key, String uploadId, Duration age) {
        long start = bench.now.minus(age).toEpochMilli();
        return Stream.builder()
                .add("'" + key + "'")
                .add("'STARTED'")
                .add(1L << 30)
                .add("''")
                .add("'e'")
                .add("''")
                .add("''")
                .add(start)
                .add(start)
                .add(0)
                .add(1)
                .add("''")
                .add("'" + uploadId + "'")
                .add(3);
    }

    @ParameterizedTest
    @CsvSource({
        "uploads --abort-older-than 7, 64, '--abort-older-than': 7 is not an age such as 7d",
        "uploads --abort-older-than 0m, 64, '--abort-older-than': 0m is not within 1m and 3650d",
        "uploads --table records --records file, 64, '--records: and --table are both given'",
        "uploads --records absent, 78, 'absent.sqlite: there is no such file'",
        "uploads --records none, 64, '--records'",
        "uploads --table none, 2, 'table none: no resource has this name'",
        "uploads s3://none, 2, no such bucket: s3://none",
    })
    void whatIsWrongIsOneLine(String arguments, int code, String message) {
        assertThat(bench.run(arguments.split(" ", -1))).isEqualTo(code);
        assertThat(bench.err.toString()).contains(message.strip()).doesNotContain("Exception:", "\tat ");
        assertThat(bench.out.toString()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "JOB_TABLE_NAME, uploads, '--table: this option is required; give it, or set JOB_TABLE_NAME, or give --records'",
        "DEST_BUCKET, uploads --abort-older-than 7d, 'DEST: a URL such as s3://bucket/prefix is required; give it'",
    })
    void whatIsMissingIsOneLine(String variable, String arguments, String message) {
        bench.environment.remove(variable);
        assertThat(bench.run(arguments.split(" ", -1))).isEqualTo(ExitCode.USAGE);
        assertThat(bench.err.toString()).contains("caravan: " + message);
    }
}
