package dev.caravan.it;

import static dev.caravan.local.Assertions.assertThat;
import static dev.caravan.local.FaultAction.answer;
import static dev.caravan.local.FaultAction.before;
import static dev.caravan.local.FaultAction.reset;
import static dev.caravan.local.FaultAction.unorderedPage;
import static dev.caravan.local.Operation.DELETE;
import static dev.caravan.local.Operation.GET;
import static dev.caravan.local.Operation.LIST;

import dev.caravan.command.run.ExitCode;
import dev.caravan.it.TwoStores.Result;
import dev.caravan.local.Fault;
import dev.caravan.local.LogLines;
import dev.caravan.local.RequestRecord;
import dev.caravan.progress.Quantities;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests failures of the whole run, not of one object. */
class FaultRunIT {

    private static final int PAGE = 1000;

    @RegisterExtension
    final TwoStores stores = new TwoStores();

    @Test
    void pageThatFailsForAWhileIsAskedForAgainAndNothingIsSkipped() {
        fill(2 * PAGE + 100);
        Fault atSource =
                Fault.on(LIST).request(FaultRunIT::isFurtherPage).times(1).then(answer(500, "InternalError"));
        Fault atDestination = Fault.on(LIST).skip(1).times(1).then(reset());
        stores.source.faults().add(atSource);
        stores.destination.faults().add(atDestination);

        Result run = stores.sync("--listers", "1");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(atSource.fired() + atDestination.fired()).isEqualTo(2);
        assertThat(stores.to.keys()).isEqualTo(stores.from.keys());
    }

    @Test
    void connectionThatBreaksAtTheStartIsReportedBeforeTheNextRequest() {
        stores.from.put("a", "text");
        stores.source.faults().add(Fault.on(LIST).times(1).then(reset()));
        try (LogLines log = new LogLines()) {
            Result run = stores.sync();

            assertThat(run.exitCode()).as(run.err()).isZero();
            assertThat(log.all())
                    .filteredOn(line -> line.endsWith(": retrying"))
                    .singleElement()
                    .asString()
                    .startsWith("LIST s3://from: ");
        }
    }

    @Test
    void listingThatFailsForGoodFailsTheRunButWhatWasFoundIsMovedAndNothingDeleted() throws Exception {
        fill(2 * PAGE + 100);
        stores.to.put("zzz", "only here");
        // A denied request is not tried again.
        stores.source
                .faults()
                .add(Fault.on(LIST)
                        .request(FaultRunIT::isFurtherPage)
                        .then(
                                before(() -> Awaitility.await()
                                        .atMost(Duration.ofSeconds(20))
                                        .until(() -> stores.to.size() > PAGE / 2)),
                                answer(403, "AccessDenied")));

        Result run = stores.sync("--listers", "1", "--delete");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("s3://from: the listing failed").contains("AccessDenied");
        assertThat(run.err().lines().filter(line -> line.startsWith("caravan: ")))
                .hasSize(1);
        assertThat(stores.to.size()).isGreaterThan(PAGE / 2).isLessThanOrEqualTo(PAGE + 1);
        assertThat(stores.to.get("zzz")).isPresent();
        assertThat(stores.destination.requests().count(DELETE)).isZero();
        assertThat(stores.records()).hasSize(stores.to.size() - 1);

        stores.source.faults().clear();
        assertThat(stores.sync().exitCode()).isZero();
        assertThat(stores.to.size()).isEqualTo(stores.from.size() + 1);
    }

    @Test
    void recordsThatCanNoLongerBeWrittenEndTheRunAndFailNoObject() {
        fill(2 * PAGE + 100);
        Path file = stores.folder.resolve("records.sqlite");
        Duration quiet = Duration.ofSeconds(2);
        stores.source
                .faults()
                .add(Fault.on(LIST).request(FaultRunIT::isFurtherPage).then(before(() -> {
                    Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> stores.to.size() > 50);
                    assertThat(file.toFile().delete()).isTrue();
                    AtomicInteger last = new AtomicInteger();
                    // The number of copied objects no longer grows, although most objects of the first page still wait.
                    Awaitility.await()
                            .pollInterval(quiet)
                            .atMost(Duration.ofSeconds(60))
                            .until(() -> last.getAndSet(stores.to.size()) == stores.to.size());
                })));

        Result run = stores.sync("--listers", "1");

        assertThat(run.exitCode()).isEqualTo(ExitCode.RUN_FAILED);
        assertThat(run.err()).contains("caravan: the records' file " + file + " can't be written: it was deleted");
        assertThat(stores.to.size()).isLessThanOrEqualTo(PAGE);
        assertThat(run.out())
                .containsPattern("failed +0\\D")
                .containsPattern("copied +" + Quantities.count(stores.to.size()) + " objects");
    }

    @Test
    void keyThatTheDestinationRefusesCostsNoOtherObject() throws Exception {
        fill(300);
        String key = "k".repeat(1020);
        stores.from.put(key, "x");

        Result run = stores.syncUrls("s3://from", "s3://to/backup/logs");

        assertThat(run.exitCode()).isEqualTo(ExitCode.OBJECTS_FAILED);
        assertThat(stores.to.size()).isEqualTo(300);
        assertThat(stores.records()).hasSize(301);
        assertThat(stores.record("backup/logs/" + key).error()).contains("more than 1024");
        assertThat(run.err()).doesNotContain("SQL", "couldn't be written");
    }

    @Test
    void listingOutOfOrderFailsLoudlyAndDeletesNothing() {
        fill(20);
        stores.to.put("zzz", "only here");
        stores.source.faults().add(Fault.on(LIST).skip(1).then(unorderedPage()));

        Result run = stores.sync("--delete");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("s3://from lists the key").contains("order");
        assertThat(stores.to.get("zzz")).isPresent();
    }

    @Test
    void destinationListedOutOfOrderFailsLoudlyToo() {
        fill(20);
        for (String key : stores.from.keys()) {
            stores.to.put(key, "x");
        }
        stores.destination.faults().add(Fault.on(LIST).skip(1).then(unorderedPage()));

        Result run = stores.sync("--delete");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("s3://to lists the key");
        assertThat(stores.destination.requests().count(DELETE)).isZero();
    }

    @Test
    void bucketThatDoesNotExistIsReportedBeforeAnythingMoves() {
        stores.from.put("a", "x");

        Result run = stores.syncUrls("s3://from", "s3://nowhere");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("no such bucket").contains("nowhere").hasLineCount(1);
        assertThat(stores.source.requests().count(GET)).isZero();
    }

    private void fill(int objects) {
        for (int i = 0; i < objects; i++) {
            stores.from.put(String.format(Locale.ROOT, "k%05d", i), "x");
        }
    }

    private static boolean isFurtherPage(RequestRecord request) {
        return request.query().containsKey("continuation-token")
                || request.query().containsKey("start-after");
    }
}
