package dev.caravan.command;

import static dev.caravan.local.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.caravan.local.Attributes;
import dev.caravan.local.ChecksumAlgorithm;
import dev.caravan.local.Content;
import dev.caravan.local.Fault;
import dev.caravan.local.FaultAction;
import dev.caravan.local.LocalExecution;
import dev.caravan.local.LocalStepFunctions;
import dev.caravan.local.MemoryStore;
import dev.caravan.local.Operation;
import dev.caravan.local.Quirk;
import dev.caravan.local.StoredObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests workers that move one object together. The state machine of the stack watches it. */
@Order(1)
@Timeout(240)
class GiantIT {

    private static final String KEY = "a \"giant\"\n\\";

    private static final String KEY_MD5 = "x-amz-server-side-encryption-customer-key-md5";

    /** The duration of a second of the state machine in this test, in seconds. */
    private static final double WAITS = 0.01;

    @TempDir
    private Path folder;

    private FleetCloud cloud;
    private LocalStepFunctions stepFunctions;

    @BeforeEach
    void start() {
        cloud = new FleetCloud(folder);
        stepFunctions = LocalStepFunctions.start(cloud.queue.endpoint(), cloud.table.endpoint(), WAITS);
        cloud.destination.digestOnly();
        cloud.watchGiants(stepFunctions);
    }

    @AfterEach
    void stop() {
        cloud.close();
        stepFunctions.close();
    }

    private void awaitDone() {
        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(() ->
                        assertThat(cloud.table.attribute(KEY, "JobStatus")).isEqualTo("DONE"));
        cloud.awaitEmptyQueue();
        assertThat(stepFunctions.executions())
                .isNotEmpty()
                .allSatisfy(execution -> await().atMost(Duration.ofSeconds(30))
                        .untilAsserted(() -> assertThat(execution.status()).isNotEqualTo("RUNNING")));
    }

    @Test
    void threeWorkersMoveOneObjectThoughOneOfThemIsKilledInTheMiddle() throws Exception {
        cloud.source.put(KEY, Content.synthetic(1, 151 * FleetCloud.MIB));
        CaravanProcess killed = cloud.start("worker");
        cloud.find();
        try (Gate gate = Gate.before(cloud.to, Fault.on(Operation.UPLOAD_PART).skip(12))) {
            gate.awaitReached(killed);
            killed.signal("KILL");
            assertThat(killed.exitCode(10)).isEqualTo(137);
            cloud.work();
            cloud.work();
        }
        awaitDone();
        cloud.endWorkers();
        cloud.assertAllWell();
        assertThat(cloud.table.attribute(KEY, "Parts")).isEqualTo("31");
        assertThat(cloud.to.requests().count(Operation.CREATE_UPLOAD)).isEqualTo(1);
        assertThat(stepFunctions.executions())
                .singleElement()
                .extracting(LocalExecution::status)
                .isEqualTo("SUCCEEDED");
    }

    @Test
    void aGiantObjectKeepsTheSourcesChecksumOfTheWhole() throws Exception {
        cloud.environment.put("CHECKSUM", "keep");
        StoredObject object = cloud.source.put(KEY, Content.synthetic(1, 31 * FleetCloud.MIB));
        object = object.withChecksum(ChecksumAlgorithm.CRC64NVME, false);
        cloud.source.put(object);
        cloud.find();
        cloud.work();
        cloud.work();
        awaitDone();
        cloud.endWorkers();
        cloud.assertAllWell();
        assertThat(cloud.destination.get(KEY).orElseThrow().checksum()).isEqualTo(object.checksum());
    }

    @Test
    void copiesKeepStorageClassGrantsAndLockAndAreEncryptedWithAnotherKey() throws Exception {
        cloud.environment.putAll(Map.of(
                "DEST_STORAGE_CLASS",
                "keep",
                "DEST_ACL",
                "keep",
                "OBJECT_LOCK",
                "keep",
                "SOURCE_SSE_C_KEY",
                key(1),
                "DEST_SSE_C_KEY",
                key(2)));
        cloud.destination.lockable();
        Attributes kept = Attributes.NONE
                .withStorageClass("GLACIER_IR")
                .withOwn("x-amz-object-lock-legal-hold", "ON")
                .withOwn("x-amz-grant-read", "id=\"77\"")
                .withOwn(KEY_MD5, md5OfKey(1));
        cloud.source.put(KEY, Content.synthetic(1, 31 * FleetCloud.MIB), kept);
        cloud.source.put("small", Content.of("x"), kept);
        cloud.find();
        cloud.work();
        awaitDone();
        cloud.endWorkers();
        cloud.assertAllWell();
        assertThat(cloud.destination.objects()).hasSize(2).allSatisfy(object -> {
            assertThat(object.attributes().storageClass()).isEqualTo("GLACIER_IR");
            assertThat(object.attributes().own())
                    .containsEntry("x-amz-object-lock-legal-hold", "ON")
                    .containsEntry("x-amz-grant-read", "id=\"77\"")
                    .containsEntry(KEY_MD5, md5OfKey(2));
        });
    }

    private static String key(int filling) {
        return Base64.getEncoder().encodeToString(bytes(filling));
    }

    private static byte[] bytes(int filling) {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) filling);
        return key;
    }

    private static String md5OfKey(int filling) {
        return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(MemoryStore.md5(bytes(filling))));
    }

    @Test
    void threeFindersBeforeOneWorkerHaveEachObjectCopiedOnce() throws Exception {
        // If two messages of one object are in progress at the same time, both move it. One slot prevents this.
        cloud.environment.put("WORKER_NUMBER", "1");
        cloud.source.put(KEY, Content.synthetic(1, 31 * FleetCloud.MIB));
        cloud.source.put("large", Content.synthetic(2, 6 * FleetCloud.MIB));
        for (int i = 0; i < 20; i++) {
            cloud.source.put("small " + i, Content.synthetic(i, 1_000));
        }
        for (int i = 0; i < 3; i++) {
            cloud.find();
        }
        cloud.work();
        awaitDone();
        cloud.endWorkers();
        cloud.assertAllWell();
        assertThat(cloud.to.requests().count(Operation.PUT)).isEqualTo(20);
        assertThat(cloud.to.requests().count(Operation.CREATE_UPLOAD)).isEqualTo(2);
        assertThat(cloud.to.requests().count(Operation.UPLOAD_PART)).isEqualTo(7 + 2);
    }

    @Test
    void anObjectThatIsOverwrittenOnItsWayEndsAsWhatItIsNow() throws Exception {
        cloud.source.put(KEY, Content.synthetic(1, 61 * FleetCloud.MIB));
        cloud.work();
        cloud.work();
        cloud.to
                .faults()
                .add(Fault.on(Operation.UPLOAD_PART)
                        .skip(8)
                        .times(1)
                        .then(FaultAction.before(() ->
                                cloud.source.put(KEY, Content.synthetic(2, 51 * FleetCloud.MIB + 7)))));
        cloud.find();
        awaitDone();
        cloud.endWorkers();
        cloud.assertAllWell();
        assertThat(cloud.destination.openUploads()).isEmpty();
    }

    /** A worker learns the form of content that the destination takes by a part that is refused. */
    @Test
    void aDestinationThatRefusesTrailersGetsPartsInAnotherForm() throws Exception {
        cloud.destination.quirks(Quirk.CONFIRMS_NOTHING);
        Fault refusal = Fault.on(Operation.UPLOAD_PART)
                .request(request -> request.header("x-amz-trailer") != null)
                .then(FaultAction.answer(400, "XAmzContentSHA256Mismatch"));
        cloud.to.faults().add(refusal);
        cloud.source.put(KEY, Content.synthetic(1, 31 * FleetCloud.MIB));
        cloud.find();
        cloud.work();
        awaitDone();
        cloud.endWorkers();
        assertThat(refusal.fired()).isPositive();
        cloud.assertAllWell();
        assertThat(cloud.to.requests().count(Operation.CREATE_UPLOAD)).isEqualTo(1);
    }

    @Test
    void aPartThatIsDamagedOnItsWayNeverBecomesAPartOfTheObject() throws Exception {
        cloud.environment.put("VERIFY", "full");
        cloud.source.put(cloud.source
                .put(KEY, Content.synthetic(3, 61 * FleetCloud.MIB + 5))
                .withEtag("0123456789abcdef0123456789abcdef-3")
                .withChecksum(ChecksumAlgorithm.CRC64NVME, false));
        Fault damage = Fault.on(Operation.GET).skip(4).times(1).then(FaultAction.corrupt(12_345));
        cloud.from.faults().add(damage);
        List<LocalWorker> workers = List.of(cloud.work(), cloud.work());
        cloud.find();
        awaitDone();
        cloud.endWorkers();
        assertThat(damage.fired()).isEqualTo(1);
        cloud.assertAllWell();
        assertThat(cloud.from.requests().count(Operation.GET))
                .as("13 parts, twice")
                .isGreaterThanOrEqualTo(26);
        assertThat(cloud.to.requests().count(Operation.CREATE_UPLOAD)).isEqualTo(1);
        assertThat(workers).noneMatch(worker -> worker.output().contains("verified"));
    }

    @Test
    void anObjectThatIsAlwaysDamagedIsGivenUp() throws Exception {
        cloud.environment.put("VERIFY", "full");
        cloud.environment.put("ATTEMPTS", "2");
        cloud.source.put(cloud.source
                .put(KEY, Content.synthetic(4, 21 * FleetCloud.MIB))
                .withEtag("0123456789abcdef0123456789abcdef-3")
                .withChecksum(ChecksumAlgorithm.CRC32C, false));
        cloud.from.faults().add(Fault.on(Operation.GET).then(FaultAction.corrupt(1)));
        cloud.work();
        cloud.find();
        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(() ->
                        assertThat(cloud.table.attribute(KEY, "JobStatus")).isEqualTo("ERROR"));
        cloud.awaitEmptyQueue();
        cloud.endWorkers();
        assertThat(cloud.table.attribute(KEY, "Error"))
                .startsWith("ContentMismatch: bytes with the CRC32C ")
                .endsWith("(read 2 times)");
        assertThat(cloud.destination.keys()).isEmpty();
        assertThat(cloud.destination.openUploads()).isEmpty();
        assertThat(cloud.from.requests().count(Operation.GET))
                .as("5 parts, twice")
                .isGreaterThanOrEqualTo(10);
    }
}
