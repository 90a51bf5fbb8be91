package dev.caravan.it;

import static dev.caravan.local.Assertions.assertThat;
import static dev.caravan.local.FaultAction.answer;
import static dev.caravan.local.FaultAction.latency;
import static dev.caravan.local.Operation.GET;
import static dev.caravan.local.Operation.LIST;
import static dev.caravan.local.Operation.PUT;

import dev.caravan.command.run.ExitCode;
import dev.caravan.it.TwoStores.Result;
import dev.caravan.local.Fault;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests limits that end a run before everything is copied. The next run continues. */
class LimitsIT {

    @RegisterExtension
    final TwoStores stores = new TwoStores();

    private void fill(int objects) {
        for (int i = 0; i < objects; i++) {
            stores.from.put(String.format("k%03d", i), "x".repeat(100));
        }
    }

    @Test
    void anotherRunCopiesWhatALimitHasLeft() {
        fill(25);

        Result first = stores.sync("--max-objects", "10");
        assertThat(first.exitCode()).as(first.err()).isEqualTo(ExitCode.LIMIT_REACHED);
        assertThat(stores.to.keys()).hasSize(10);
        assertThat(first.err()).contains("ended by --max-objects; ").contains("run it again to continue");
        assertThat(stores.sync("--max-objects", "10").exitCode()).isEqualTo(ExitCode.LIMIT_REACHED);
        Result last = stores.sync("--max-objects", "10");

        assertThat(last.exitCode()).as(last.err()).isZero();
        assertThat(stores.to.keys()).isEqualTo(stores.from.keys());
        assertThat(last.err()).doesNotContain("ended by");
    }

    @Test
    void aLimitThatNothingExceedsEndsNoRun() {
        fill(10);

        Result run = stores.sync("--max-objects", "10", "--max-bytes", "1000", "--max-duration", "1h");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(stores.to.keys()).hasSize(10);
    }

    @Test
    void bytesCountUntilTheLimitIsReached() {
        fill(10);

        Result run = stores.sync("--max-bytes", "250");

        assertThat(run.exitCode()).isEqualTo(ExitCode.LIMIT_REACHED);
        assertThat(stores.to.keys()).hasSize(3);
    }

    @Test
    void aCountBeforeTheRunReportsHowMuchIsLeft() {
        fill(10);

        Result run = stores.sync("--max-objects", "4", "--count-first");

        assertThat(run.exitCode()).isEqualTo(ExitCode.LIMIT_REACHED);
        assertThat(run.err()).contains("ended by --max-objects; 6 objects to copy are left; run it again to continue");
    }

    @Test
    void atTheDeadlineWhatIsInHandIsFinishedAndTheRestIsLeft() {
        fill(60);
        stores.source.faults().add(Fault.on(GET).then(latency(Duration.ofMillis(1500))));

        Result run = stores.sync("--max-duration", "1s", "--slots", "1");

        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.LIMIT_REACHED);
        assertThat(stores.to.keys()).hasSizeLessThan(3);
        assertThat(stores.destination.requests().count(PUT))
                .isEqualTo(stores.source.requests().count(GET));
        assertThat(run.err()).contains("ended by --max-duration; ").doesNotContain("without a record");
    }

    @Test
    void aDeadlineThatLeavesNothingEndsNoRun() {
        fill(3);
        stores.source.faults().add(Fault.on(GET).then(latency(Duration.ofSeconds(4))));

        Result run = stores.sync("--max-duration", "3s", "--slots", "4");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).doesNotContain("ended by");
        assertThat(stores.to.keys()).hasSize(3);
    }

    @Test
    void aDeadlineBeforeTheFirstPageDoesNotSayThatThereIsNothing() {
        fill(1);
        // The first request only checks that the bucket exists.
        stores.source.faults().add(Fault.on(LIST).skip(1).then(latency(Duration.ofMillis(1500))));

        Result run = stores.sync("--max-duration", "1s");

        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.LIMIT_REACHED);
        assertThat(run.err()).contains("ended by --max-duration; ").doesNotContain("nothing found");
    }

    @Test
    void nothingIsDeletedWhereALimitEndsTheComparison() {
        fill(5);
        stores.to.put("extra", "text");

        Result run = stores.sync("--delete", "--max-objects", "3");

        assertThat(run.exitCode()).isEqualTo(ExitCode.LIMIT_REACHED);
        assertThat(stores.to.keys()).hasSize(4).contains("extra");
        // A deletion counts like a copy.
        assertThat(stores.sync("--delete", "--max-objects", "2").exitCode()).isEqualTo(ExitCode.LIMIT_REACHED);
        assertThat(stores.sync("--delete", "--max-objects", "2").exitCode()).isZero();
        assertThat(stores.to.keys()).hasSize(5).doesNotContain("extra");
    }

    @Test
    void failuresGoBeforeALimit() {
        fill(5);
        stores.destination.faults().add(Fault.on(PUT).times(1).then(answer(403, "AccessDenied")));

        assertThat(stores.sync("--max-objects", "3").exitCode()).isEqualTo(ExitCode.OBJECTS_FAILED);
    }

    @Test
    void aDryRunShowsEverything() {
        fill(5);

        Result run = stores.sync("--max-objects", "3", "--dry-run");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("would be copied          5 objects");
    }

    @Test
    void theRunEndsWhereItsFirstObjectsAreAllDenied() {
        fill(500);
        stores.destination.faults().add(Fault.on(PUT).then(answer(403, "AccessDenied")));

        Result run = stores.sync();

        assertThat(run.exitCode()).isEqualTo(ExitCode.RUN_FAILED);
        assertThat(run.err())
                .contains("caravan: the first 10 objects failed in the same way, and none was copied: PUT s3://to/k")
                .contains("--stop-after 0");
        assertThat(stores.destination.requests().count(PUT)).isLessThan(500 / 2);
    }

    @ParameterizedTest
    @CsvSource({"0, 403, AccessDenied", "10, 503, SlowDown", "20, 403, AccessDenied"})
    void otherwiseEveryObjectIsTried(String stopAfter, int status, String code) {
        fill(15);
        stores.destination.faults().add(Fault.on(PUT).then(answer(status, code)));

        Result run = stores.sync("--stop-after", stopAfter, "--attempts", "1");

        assertThat(run.exitCode()).isEqualTo(ExitCode.OBJECTS_FAILED);
        assertThat(run.out()).contains("failed                   15");
    }

    @Test
    void oneObjectThatArrivesShowsThatOthersMay() {
        fill(30);
        stores.destination.faults().add(Fault.on(PUT).skip(1).then(answer(403, "AccessDenied")));

        Result run = stores.sync("--slots", "1");

        assertThat(run.exitCode()).isEqualTo(ExitCode.OBJECTS_FAILED);
        assertThat(run.out()).contains("failed                   29");
    }

    /** The key expires or is revoked while the run copies. The next run continues. */
    @ParameterizedTest
    @ValueSource(strings = {"ExpiredToken", "InvalidAccessKeyId"})
    void theRunEndsWhereTheCredentialsAreRefusedAfterTheFirstCopies(String code) throws SQLException {
        fill(300);
        stores.destination.faults().add(Fault.on(PUT).skip(5).then(answer(403, code)));

        Result run = stores.sync("--slots", "1");

        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.RUN_FAILED);
        assertThat(run.err())
                .containsOnlyOnce("caravan: the credentials are refused, 10 objects failed one after another: "
                        + "PUT s3://to/k014: 403 " + code)
                .doesNotContain("without a record");
        assertThat(run.out()).contains("copied                   5 ", "failed                   10");
        assertThat(stores.records()).hasSize(15);

        stores.destination.faults().clear();
        Result next = stores.sync();
        assertThat(next.exitCode()).as(next.err()).isZero();
        assertThat(stores.to.keys()).isEqualTo(stores.from.keys());
    }

    @Test
    void refusedCredentialsBetweenCopiesEndNoRun() {
        fill(40);
        for (int i = 1; i < 40; i += 2) {
            String key = String.format("k%03d", i);
            stores.destination.faults().add(Fault.on(PUT).key(key::equals).then(answer(403, "ExpiredToken")));
        }

        Result run = stores.sync("--slots", "1");

        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.OBJECTS_FAILED);
        assertThat(run.out()).contains("copied                   20 ", "failed                   20");
    }

    @ParameterizedTest
    @CsvSource({
        "--max-objects, -1, -1 is not at least 0",
        "--max-objects, many, many is not a whole number",
        "--max-bytes, lots, lots is not a size such as",
        "--max-duration, 90, 90 is not a time such as",
        "--max-duration, -1s, -1s is not a time such as",
        "--stop-after, 1000001, 1000001 is not at most 1000000",
        "--bandwidth, '08:00,fast', fast is not a size such as",
        "--bandwidth, '25:00,1MiB', '25:00,1MiB is not a time and a rate such as'",
        "--dest-request-rate, 0.5, 0.5 is not a whole number",
        "--source-request-rate, 100001, 100001 is not at most 100000"
    })
    void whatIsNoLimitIsReportedInALine(String option, String value, String message) {
        Result run = stores.sync(option + "=" + value);

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("caravan: " + option + ": " + message);
    }

    @Test
    void eachSideHasItsOwnRate() {
        fill(20);
        long start = System.nanoTime();

        Result run = stores.sync("--dest-request-rate", "40", "--source-request-rate", "100000");

        assertThat(run.exitCode()).as(run.err()).isZero();
        long requests = stores.destination.requests().count(PUT)
                + stores.destination.requests().count(LIST);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(25 * (requests - 1)));
    }
}
