package dev.caravan.command;

import static dev.caravan.local.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.caravan.command.run.ExitCode;
import dev.caravan.local.Interference;
import dev.caravan.local.LocalQueue;
import dev.caravan.local.LocalTable;
import dev.caravan.record.FleetTotals;
import dev.caravan.record.dynamo.FleetItems;
import dev.caravan.record.dynamo.JobOrders;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests workers that get a signal to stop, or can't start, while a service is unavailable. */
@Order(1)
@Timeout(180)
class WorkerEndIT {

    /** The time limit for the end of a worker, in seconds: a multiple of the time on a busy machine. */
    private static final int PATIENCE = 25;

    @TempDir
    private Path folder;

    private FleetCloud cloud;

    @BeforeEach
    void start() {
        cloud = new FleetCloud(folder);
        cloud.environment.put("STOP_TIMEOUT", "2");
        cloud.source.put("a", "text");
    }

    @AfterEach
    void stop() {
        cloud.close();
    }

    @Test
    void aRecordThatCannotBeWrittenKeepsNoWorkerFromEnding() throws Exception {
        cloud.queue(cloud.source.objects());
        cloud.beforeTable.only("UpdateItem", Interference.Mode.FAIL);
        LocalWorker worker = cloud.work();
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() ->
                        assertThat(worker.output()).contains("records can't be written since ", ", 1 object waits: "));
        worker.end(PATIENCE);
        assertThat(cloud.queue.depth()).as(worker.output()).isEqualTo(new LocalQueue.Depth(1, 0));
        cloud.beforeTable.all(Interference.Mode.PASS);
        cloud.work();
        cloud.awaitEmptyQueue();
        cloud.assertAllThere();
        cloud.assertAllOnRecord();
    }

    @Test
    void aPausedWorkerReceivesNothingUntilTheJobIsResumed() throws Exception {
        JobOrders orders = new JobOrders(cloud.table.client(), LocalTable.NAME, LocalQueue.NAME);
        orders.pause("an operator", "maintenance\u001b[2J");
        cloud.queue(cloud.source.objects());
        cloud.environment.compute(
                "CARAVAN_JAVA_OPTS", (name, options) -> options + " -Dcaravan.heartbeat.interval=200");
        LocalWorker worker = cloud.work();
        await().atMost(Duration.ofSeconds(60)).until(() -> worker.output().contains("paused by an operator"));
        await().atMost(Duration.ofSeconds(60)).until(() -> cloud.beforeTable.count("UpdateItem") >= 3);
        assertThat(cloud.beforeQueue.count("ReceiveMessage")).isZero();
        assertThat(worker.output()).contains(" because of: maintenance\\u001b[2J");
        orders.resume("an operator");
        cloud.awaitEmptyQueue();
        cloud.assertAllThere();
        assertThat(worker.output()).contains("resumed by an operator");
        worker.end(PATIENCE);
        assertThat(worker.output()).contains("0 messages were finished, 0 went back to the queue");
        assertThat(new FleetItems(cloud.table.client(), LocalTable.NAME).totals())
                .as("the worker tells what it did, at the latest when it ends")
                .isEqualTo(new FleetTotals(1, 4, 0, 0));
    }

    @Test
    void aQueueThatIsAwayKeepsNoWorkerFromEnding() throws Exception {
        cloud.queue(cloud.source.objects());
        cloud.beforeQueue.only("DeleteMessageBatch", Interference.Mode.FAIL);
        CaravanProcess worker = cloud.start("worker", "--verbose");
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(cloud.beforeQueue.count("DeleteMessageBatch"))
                        .as(worker.output())
                        .isPositive());
        cloud.beforeQueue.all(Interference.Mode.FAIL);
        worker.signal("TERM");
        assertThat(worker.exitCode(PATIENCE)).as(worker.output()).isEqualTo(ExitCode.TERMINATED);
        assertThat(worker.output()).doesNotContain("-secret", "AWS4-HMAC", "Signature");
        cloud.beforeQueue.all(Interference.Mode.PASS);
        cloud.work();
        cloud.awaitEmptyQueue();
        cloud.assertAllThere();
    }

    @Test
    void aWorkerWhoseBucketIsNotThereEndsBeforeItTakesAnything() throws Exception {
        cloud.queue(cloud.source.objects());
        cloud.environment.put("DEST_BUCKET", "another");
        CaravanProcess worker = cloud.start("worker");
        assertThat(worker.exitCode(60)).as(worker.output()).isEqualTo(ExitCode.RUN_FAILED);
        assertThat(worker.output()).contains("another").doesNotContain("\tat ", "-secret");
        assertThat(cloud.queue.depth()).isEqualTo(new LocalQueue.Depth(1, 0));
    }
}
