package dev.caravan.command;

import static dev.caravan.local.Assertions.assertThat;

import dev.caravan.command.FleetEvents.Event;
import dev.caravan.local.Content;
import dev.caravan.local.Fault;
import dev.caravan.local.FaultAction;
import dev.caravan.local.Operation;
import dev.caravan.local.StoredObject;
import dev.caravan.message.DeleteMessage;
import dev.caravan.message.MessageCodec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Checks that a worker doesn't overwrite or delete protected objects, whatever its messages contain. */
@Timeout(120)
class FleetProtectIT {

    @TempDir
    private Path folder;

    private FleetCloud cloud;

    @BeforeEach
    void start() {
        cloud = new FleetCloud(folder);
        cloud.environment.put("DEST_REQUEST_RATE", "1000");
    }

    @AfterEach
    void stop() {
        cloud.close();
    }

    private static Content text(String text) {
        return Content.of(text.getBytes(StandardCharsets.UTF_8));
    }

    private String created(StoredObject object) {
        return FleetEvents.notification(
                List.of(new Event("source", object.key(), object.etag(), object.size(), "0055AED6DCD90281E5")));
    }

    @Test
    void anImmutableDestinationKeepsEveryObject() {
        cloud.environment.put("IMMUTABLE", "true");
        cloud.work();
        StoredObject fresh = cloud.source.put("new", text("new"));
        StoredObject other = cloud.source.put("other", text("newer"));
        cloud.destination.put("other", text("old"));
        StoredObject raced = cloud.source.put("raced", text("ours"));
        cloud.to
                .faults()
                .add(Fault.on(Operation.PUT)
                        .key("raced"::equals)
                        .then(FaultAction.before(() -> cloud.destination.put("raced", text("not ours")))));
        StoredObject large = cloud.source.put("large", Content.of(new byte[6 << 20]));
        cloud.destination.put("large", text("old"));
        cloud.destination.put("gone", text("kept"));

        cloud.queue(List.of(fresh, raced, large));
        cloud.send(List.of(created(other), MessageCodec.encode(new DeleteMessage("gone"))));
        cloud.awaitEmptyQueue();

        assertThat(cloud.destination.text("new")).isEqualTo("new");
        assertThat(cloud.destination.text("other")).isEqualTo("old");
        assertThat(cloud.destination.text("raced")).isEqualTo("not ours");
        assertThat(cloud.destination.text("large")).isEqualTo("old");
        assertThat(cloud.destination.text("gone")).isEqualTo("kept");
        Map<String, Map<String, AttributeValue>> records = cloud.records();
        assertThat(records.get("new").get("JobStatus").s()).isEqualTo("DONE");
        for (String key : List.of("other", "raced", "large")) {
            assertThat(records.get(key).get("Error").s())
                    .startsWith("Occupied: ")
                    .contains("must not be overwritten");
        }
        assertThat(records).doesNotContainKey("gone");
        assertThat(cloud.takeDeadLetters()).hasSize(3);
    }

    @Test
    void aSecondMessageOfAnObjectThatIsThereIsDoneAtOnce() {
        cloud.environment.put("IMMUTABLE", "true");
        LocalWorker worker = cloud.work();
        List<StoredObject> objects = List.of(
                cloud.source.put("small", text("new")), cloud.source.put("large", Content.of(new byte[6 << 20])));
        for (int i = 0; i < 2; i++) {
            cloud.queue(objects);
            cloud.awaitEmptyQueue();
        }
        cloud.assertAllWell();
        assertThat(cloud.to.requests().count(Operation.PUT)).isEqualTo(1);
        assertThat(cloud.to.requests().count(Operation.COMPLETE)).isEqualTo(1);
        assertThat(worker.output()).doesNotContain("tried again");
    }

    @Test
    void staleEventsOfAnObjectThatMustNotBeOverwrittenDelayNoOtherMessage() {
        cloud.environment.put("IMMUTABLE", "true");
        cloud.environment.put("WORKER_NUMBER", "1");
        LocalWorker worker = cloud.work();
        cloud.destination.put("other", text("old"));
        StoredObject other = cloud.source.put("other", text("newer"));
        cloud.send(List.of(created(other)));
        cloud.awaitEmptyQueue();
        for (int i = 0; i < 3; i++) {
            cloud.send(List.of(FleetEvents.notification(
                    List.of(new Event("source", "other", other.etag(), other.size(), "0055AED6DCD90281D" + i)))));
        }
        cloud.awaitEmptyQueue();
        assertThat(cloud.destination.text("other")).isEqualTo("old");
        assertThat(cloud.queue.deadLetters().all()).isEqualTo(4);
        assertThat(worker.output()).contains("Occupied: ").doesNotContain("messages in a row failed");
    }

    @Test
    void whatAWorkerOverwritesOrDeletesIsKept() {
        cloud.environment.put("BACKUP_PREFIX", "kept");
        cloud.environment.put("DEST_DELETE", "true");
        cloud.work();
        cloud.destination.put("other", text("old"));
        StoredObject other = cloud.source.put("other", text("newer"));
        cloud.destination.put("gone", text("was there"));
        cloud.destination.put("kept/a", text("a backup"));

        cloud.send(List.of(
                created(other),
                FleetEvents.notification(List.of(new Event("source", "gone", null, 0, "0055AED6DCD90281E6"))),
                MessageCodec.encode(new DeleteMessage("kept/a"))));
        cloud.awaitEmptyQueue();

        assertThat(cloud.destination.text("other")).isEqualTo("newer");
        assertThat(cloud.destination.get("gone")).isEmpty();
        assertThat(cloud.destination.keys().stream().filter(key -> key.startsWith("kept/")))
                .hasSize(3)
                .contains("kept/a")
                .anySatisfy(key -> assertThat(cloud.destination.text(key)).isEqualTo("old"))
                .anySatisfy(key -> assertThat(cloud.destination.text(key)).isEqualTo("was there"));
    }
}
