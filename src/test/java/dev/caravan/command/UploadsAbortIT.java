package dev.caravan.command;

import static dev.caravan.command.UploadsBench.ODD;
import static dev.caravan.command.UploadsBench.OLD;
import static dev.caravan.command.UploadsBench.YOUNG;
import static dev.caravan.local.Assertions.assertThat;

import dev.caravan.aws.ControlPlaneException;
import dev.caravan.command.run.ExitCode;
import dev.caravan.local.LocalTable;
import dev.caravan.local.Operation;
import dev.caravan.local.Upload;
import dev.caravan.record.OpenUpload;
import dev.caravan.record.OpenUploads;
import dev.caravan.record.dynamo.TableUploads;
import dev.caravan.report.UploadList;
import dev.caravan.report.UploadSweep;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class UploadsAbortIT {

    @RegisterExtension
    private final UploadsBench bench = new UploadsBench();

    @Test
    void abortsTheOldOnesAndRecordsIt() {
        String giant = bench.open("to/giant", 2);
        bench.record(ODD, "STARTED", bench.open(ODD, 2), OLD, 3);
        bench.record("to/giant", "SPLIT_DONE", giant, OLD, 3);
        bench.record("to/young", "STARTED", bench.open("to/young", 1), YOUNG, 3);

        assertThat(bench.run("uploads", "--abort-older-than", "7d")).isEqualTo(ExitCode.DONE);
        assertThat(bench.bucket.openUploads()).extracting(Upload::key).containsExactly("to/young");
        for (String key : List.of(ODD, "to/giant")) {
            assertThat(bench.table.attribute(key, "JobStatus")).isEqualTo("ERROR");
            assertThat(bench.table.attribute(key, "Error")).isEqualTo("UploadAborted: it was not ended within 7d");
            assertThat(Long.parseLong(bench.table.attribute(key, "EndTimestamp")))
                    .isGreaterThanOrEqualTo(bench.now.toEpochMilli());
        }
        assertThat(bench.table.attribute("to/giant", "UploadId")).isEqualTo(giant);
        assertThat(bench.table.attribute("to/young", "JobStatus")).isEqualTo("STARTED");
        assertThat(bench.table.attribute("to/young", "Error")).isEmpty();
        assertThat(bench.lines()).hasSize(2).allMatch(line -> line.endsWith(" aborted"));
        assertThat(bench.err.toString()).startsWith("2 uploads, 2.0 GiB when complete; 2 aborted");

        assertThat(bench.run("uploads", "--abort-older-than", "7d")).isEqualTo(ExitCode.DONE);
        assertThat(bench.lines()).isEmpty();
    }

    @Test
    void aDryRunOnlyTells() {
        String upload = bench.open("to/a", 1);
        bench.record("to/a", "STARTED", upload, OLD, 3);
        Map<String, AttributeValue> before = bench.table.record("to/a");
        assertThat(bench.run("uploads", "--abort-older-than", "7d", "--dry-run", "--json"))
                .isEqualTo(ExitCode.DONE);
        assertThat(bench.out.toString()).contains("\"fate\":\"WOULD_BE_ABORTED\"");
        bench.environment.put("DRY_RUN", "true");
        assertThat(bench.run("uploads", "--abort-older-than", "7d")).isEqualTo(ExitCode.DONE);
        assertThat(bench.table.record("to/a")).isEqualTo(before);
        assertThat(bench.bucket.openUploads()).extracting(Upload::id).containsExactly(upload);
    }

    @Test
    void anUploadThatWasCompletedIsLeftAlone() {
        String upload = bench.open("to/a", 1);
        bench.record("to/a", "STARTED", upload, OLD, 1);
        Map<String, AttributeValue> before = bench.table.record("to/a");
        bench.ours.completeUpload("to/a", upload, bench.ours.listParts("to/a", upload), null);

        assertThat(bench.run("uploads", "--abort-older-than", "7d")).isEqualTo(ExitCode.DONE);
        assertThat(bench.lines()).singleElement().asString().endsWith("left alone: the destination has no such upload");
        assertThat(bench.bucket.keys()).containsExactly("to/a");
        assertThat(bench.table.record("to/a")).isEqualTo(before);
    }

    @Test
    void aStrangersUploadOfTheSameKeyIsLeftAlone() {
        String strangers = bench.open("to/a", 1);
        bench.record("to/a", "STARTED", bench.open("to/a", 1), OLD, 3);
        String unrecorded = bench.open("to/b", 1);
        assertThat(bench.run("uploads", "--abort-older-than", "1m")).isEqualTo(ExitCode.DONE);
        assertThat(bench.bucket.openUploads()).extracting(Upload::id).containsExactlyInAnyOrder(strangers, unrecorded);
    }

    @ParameterizedTest
    @CsvSource({"DONE, same, 1", "DELETED, same, 1", "STARTED, another, 1", "STARTED, same, 1", "SPLIT_DONE, another, 0"
    })
    void aRecordThatChangesMeanwhileIsLeftAlone(String status, String uploadId, int left) throws Exception {
        String upload = bench.open("to/a", 1);
        bench.record("to/a", "STARTED", upload, OLD, 3);
        Runnable change = () ->
                bench.record("to/a", status, uploadId.equals("same") ? upload : uploadId, Duration.ofMinutes(1), 3);
        // If one upload remains, the change happens before the claim. Otherwise it happens between the abort and the
        // record.
        OpenUploads changing = new Changing(
                new TableUploads(bench.table.client(), LocalTable.NAME, LocalTable.PARTS), left == 1, change);
        UploadList list = new UploadList(new PrintWriter(bench.out, true), false, bench.now);
        new UploadSweep(changing, bench.ours, key -> List.of(), list, UploadSweep.KEPT)
                .abort("to/", bench.now.minus(Duration.ofDays(7)), "old", false);
        assertThat(bench.lines()).singleElement().asString().endsWith("left alone: its record has changed meanwhile");
        assertThat(bench.table.attribute("to/a", "JobStatus")).isEqualTo(status);
        assertThat(bench.table.attribute("to/a", "Error")).isEmpty();
        assertThat(bench.bucket.openUploads()).hasSize(left);
    }

    /** A table whose record another process changes between read and write. */
    private record Changing(OpenUploads records, boolean beforeClaim, Runnable change) implements OpenUploads {
        @Override
        public List<OpenUpload> oldest(Window window, OpenUpload after)
                throws ControlPlaneException, SQLException, InterruptedException {
            return records.oldest(window, after);
        }

        @Override
        public long partsDone(OpenUpload upload) throws ControlPlaneException {
            return records.partsDone(upload);
        }

        @Override
        public boolean claim(OpenUpload upload) throws ControlPlaneException, SQLException {
            if (beforeClaim) {
                change.run();
            }
            return records.claim(upload);
        }

        @Override
        public Set<String> known(String key) throws ControlPlaneException, SQLException {
            return records.known(key);
        }

        @Override
        public void gone(OpenUpload upload) {
            records.gone(upload);
        }

        @Override
        public boolean forget(OpenUpload intended) throws ControlPlaneException, SQLException {
            return records.forget(intended);
        }

        @Override
        public boolean aborted(OpenUpload upload, String why, Instant when) throws ControlPlaneException, SQLException {
            change.run();
            return records.aborted(upload, why, when);
        }
    }

    @Test
    void whatBrokeOffBetweenAbortAndRecordIsFinishedByTheNextRun() {
        bench.record("to/a", "STARTED", "aborted-before", OLD, 3);
        bench.table
                .client()
                .updateItem(update -> update.tableName(LocalTable.NAME)
                        .key(Map.of("ObjectKey", AttributeValue.fromS("to/a")))
                        .updateExpression("SET #error = :claim")
                        .expressionAttributeNames(Map.of("#error", "Error"))
                        .expressionAttributeValues(
                                Map.of(":claim", AttributeValue.fromS("UploadAborted: it is being aborted"))));
        assertThat(bench.run("uploads", "--abort-older-than", "7d")).isEqualTo(ExitCode.DONE);
        assertThat(bench.table.attribute("to/a", "JobStatus")).isEqualTo("ERROR");
    }

    @Test
    void whatCannotBeAbortedStaysOnRecordAndAnswers1() {
        String upload = bench.open("to/a", 1);
        bench.record("to/a", "STARTED", upload, OLD, 3);
        bench.bucket.deny(Operation.ABORT);
        assertThat(bench.run("uploads", "--abort-older-than", "7d")).isEqualTo(ExitCode.OBJECTS_FAILED);
        assertThat(bench.lines()).singleElement().asString().contains("not aborted: ABORT UPLOAD", "AccessDenied");
        assertThat(bench.table.attribute("to/a", "JobStatus")).isEqualTo("STARTED");

        bench.bucket.deny();
        assertThat(bench.run("uploads", "--abort-older-than", "7d")).isEqualTo(ExitCode.DONE);
        assertThat(bench.bucket.openUploads()).isEmpty();
        assertThat(bench.table.attribute("to/a", "JobStatus")).isEqualTo("ERROR");
    }
}
